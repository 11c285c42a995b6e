"""Invitations: who comes in by a link, under which name, and how their access ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.beta.makers import make_link, make_thread
from tests.makers import NOW, add_beta, author_of, make_author, make_chapter, make_guest, make_text, make_work, minutes
from workshop import live
from workshop.beta import queries
from workshop.beta.invitations import (
    InvitationClosed,
    NameInUse,
    accept_as,
    accept_as_guest,
    get_open_invitation,
    invite,
    readmit_beta,
    revoke_beta,
    revoke_invitation,
)
from workshop.beta.models import Invitation
from workshop.db import db
from workshop.errors import BadInput, NotFound
from workshop.works.access import role_in
from workshop.works.models import Membership, Role
from workshop.works.service import bin_work

pytestmark = pytest.mark.usefixtures("session")


def test_token_is_long_and_only_its_hash_is_kept() -> None:
    work = make_work()
    invitation, token = invite(work, 7, author_of(work), NOW, "for mothwing")
    db.session.commit()
    assert len(token) >= 43
    assert token != invite(work, 7, author_of(work), NOW)[1]
    row = db.session.execute(select(Invitation.__table__).where(Invitation.id == invitation.id)).mappings().one()
    assert token not in str(dict(row))
    assert get_open_invitation(token, NOW) is invitation


@pytest.mark.parametrize("days", [1, 7, 30])
def test_link_works_for_as_long_as_the_author_chose(days: int) -> None:
    token = make_link(make_work(), days)
    ends = NOW + timedelta(days=days)
    assert get_open_invitation(token, ends - timedelta(seconds=1))
    with pytest.raises(InvitationClosed):
        get_open_invitation(token, ends)


@pytest.mark.parametrize("days", [0, -1, 2, 365, None, "7", True + 1])
def test_link_for_another_time_is_not_made(days: object) -> None:
    work = make_work()
    with pytest.raises(BadInput):
        invite(work, days, author_of(work), NOW)


def test_link_that_was_taken_back_is_closed() -> None:
    token = make_link(make_work())
    revoke_invitation(get_open_invitation(token, NOW), NOW)
    with pytest.raises(InvitationClosed):
        get_open_invitation(token, NOW)


def test_link_into_the_bin_is_closed() -> None:
    work = make_work()
    token = make_link(work)
    bin_work(work, NOW)
    with pytest.raises(InvitationClosed):
        get_open_invitation(token, NOW)


@pytest.mark.parametrize("token", ["", "x", "../../etc", "\x00", "\ud83d", "é" * 50, "A" * 43, "A" * 100_000])
def test_invented_token_is_nothing(token: str) -> None:
    make_link(make_work())
    with pytest.raises(NotFound):
        get_open_invitation(token, NOW)


def test_guest_comes_in_with_just_a_pen_name() -> None:
    work = make_work()
    invitation = get_open_invitation(make_link(work), NOW)
    guest = accept_as_guest(invitation, " moth  wing ", minutes(1))
    assert (guest.pen_name, guest.password_hash) == ("moth wing", None)
    assert role_in(work, guest) is Role.BETA
    assert [member.person for member in queries.betas_of(work)] == [guest]
    assert [(each.person_id, each.accepted_at) for each in invitation.acceptances] == [(guest.id, minutes(1))]


def test_many_betas_can_come_by_one_link() -> None:
    invitation = get_open_invitation(make_link(make_work()), NOW)
    accept_as_guest(invitation, "mothwing", NOW)
    accept_as_guest(invitation, "ashlark", NOW)
    assert len(invitation.acceptances) == 2


@pytest.mark.parametrize(
    "name", ["Tidewater", "TIDEWATER", " tide\u200awater".replace("\u200a", ""), "mothwing", "Ｍothwing"]
)
def test_nobody_takes_the_name_of_the_author_or_of_another_beta(name: str) -> None:
    work = make_work(make_author("Tidewater"))
    invitation = get_open_invitation(make_link(work), NOW)
    accept_as_guest(invitation, "Mothwing", NOW)
    with pytest.raises(NameInUse):
        accept_as_guest(invitation, name, NOW)
    assert len(queries.betas_of(work)) == 1


def test_name_of_a_beta_whose_access_ended_stays_theirs() -> None:
    work = make_work()
    guest = accept_as_guest(get_open_invitation(make_link(work), NOW), "Mothwing", NOW)
    revoke_beta(work, guest.id, NOW)
    with pytest.raises(NameInUse):
        accept_as_guest(get_open_invitation(make_link(work), NOW), "Mothwing", NOW)


def test_same_name_is_free_in_another_work() -> None:
    for work in (make_work(), make_work()):
        assert accept_as_guest(get_open_invitation(make_link(work), NOW), "Mothwing", NOW)


@pytest.mark.parametrize("name", ["", "   ", "!!!", "x" * 61, "a\x00b", "\u202eevil"])
def test_pen_name_that_is_none_lets_nobody_in(name: str) -> None:
    work = make_work()
    with pytest.raises(BadInput):
        accept_as_guest(get_open_invitation(make_link(work), NOW), name, NOW)
    assert queries.betas_of(work) == []


def test_signed_in_person_comes_in_as_themselves() -> None:
    work, person = make_work(), make_author("Ashlark")
    accept_as(get_open_invitation(make_link(work), NOW), person, NOW)
    assert role_in(work, person) is Role.BETA


def test_opening_a_link_twice_changes_nothing() -> None:
    work = make_work()
    author = author_of(work)
    invitation = get_open_invitation(make_link(work), NOW)
    person = make_author()
    for who in (person, person, author):
        accept_as(invitation, who, NOW)
    assert (role_in(work, author), role_in(work, person)) == (Role.AUTHOR, Role.BETA)
    assert len(invitation.acceptances) == 1


def test_ended_access_is_ended_at_once_and_closes_the_link_they_came_by() -> None:
    work = make_work()
    token, other = make_link(work), make_link(work)
    guest = accept_as_guest(get_open_invitation(token, NOW), "Mothwing", NOW)
    revoke_beta(work, guest.id, minutes(1))
    assert role_in(work, guest) is None
    with pytest.raises(InvitationClosed):
        get_open_invitation(token, minutes(2))
    assert get_open_invitation(other, minutes(2))


def test_person_whose_access_ended_does_not_come_back_by_another_link() -> None:
    work, person = make_work(), make_author()
    first, second = (get_open_invitation(make_link(work), NOW) for _ in range(2))
    accept_as(first, person, NOW)
    revoke_beta(work, person.id, NOW)
    with pytest.raises(InvitationClosed):
        accept_as(second, person, NOW)
    assert role_in(work, person) is None


def test_guest_of_this_work_alone_is_signed_out() -> None:
    work = make_work()
    guest = accept_as_guest(get_open_invitation(make_link(work), NOW), "Mothwing", NOW)
    epoch = guest.session_epoch
    revoke_beta(work, guest.id, NOW)
    assert guest.session_epoch == epoch + 1


def test_beta_who_reads_elsewhere_too_stays_signed_in() -> None:
    work, other = make_work(), make_work()
    guest = add_beta(work, add_beta(other, make_guest()))
    revoke_beta(work, guest.id, NOW)
    assert guest.session_epoch == 1
    assert role_in(other, guest) is Role.BETA


def test_author_with_an_account_stays_signed_in() -> None:
    work = make_work()
    person = add_beta(work, make_author())
    revoke_beta(work, person.id, NOW)
    assert person.session_epoch == 1


def test_authors_cannot_be_sent_away_and_strangers_are_not_there() -> None:
    work = make_work()
    for person in (author_of(work), make_guest()):
        with pytest.raises(NotFound):
            revoke_beta(work, person.id, NOW)
    assert role_in(work, author_of(work)) is Role.AUTHOR


def test_beta_can_be_let_in_again() -> None:
    work = make_work()
    person = add_beta(work, make_author())
    revoke_beta(work, person.id, NOW)
    readmit_beta(work, person.id)
    assert role_in(work, person) is Role.BETA


def test_comments_of_a_beta_whose_access_ended_keep_their_name() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    work, person = text.chapter.work, thread.comments[0].person
    revoke_beta(work, person.id, NOW)
    assert queries.threads_of(text.chapter).standing[0].comments[0].person is person
    assert db.session.get(Membership, (work.id, person.id)).revoked_at == NOW


def test_open_pages_of_the_work_look_again_who_may_read() -> None:
    chapter = make_chapter("Text.")
    person = add_beta(chapter.work)
    db.session.commit()
    with live.hub.stream(chapter.id) as queue:
        revoke_beta(chapter.work, person.id, NOW)
        assert queue.empty()
        db.session.commit()
        assert queue.get_nowait().name == live.ACCESS


def test_only_links_that_work_are_listed() -> None:
    work = make_work()
    open_one = get_open_invitation(make_link(work), NOW)
    make_link(work, 1)
    revoke_invitation(get_open_invitation(make_link(work), NOW), NOW)
    make_link(make_work())
    assert queries.open_invitations(work, NOW + timedelta(days=2)) == [open_one]
