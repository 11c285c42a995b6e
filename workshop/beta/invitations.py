"""Who may beta a work: invitation links, the people who come in by them, and the end of their access."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from workshop import live
from workshop.beta.models import LABEL_MAX, Acceptance, Invitation
from workshop.db import db
from workshop.errors import BadInput, Gone, NotFound
from workshop.people.models import Person
from workshop.people.service import PenNameTaken, admit_guest, end_sessions, sign_in_name
from workshop.works.models import Membership, Role, Work

#: How long a link may work, as the author chooses.
DAYS_CHOICES = (1, 7, 30)
TOKEN_BYTES = 32
_TOKEN_LENGTH_MAX = 100


class InvitationClosed(Gone):
    """Closed, run out, or held by someone whose access the author ended: the sentence tells them apart for nobody."""


class NameInUse(PenNameTaken):
    sentence = "Someone in this work already goes by that pen name. Choose another."


def invite(work: Work, days: int, person: Person, now: datetime, label: str = "") -> tuple[Invitation, str]:
    """Make a link into the work. The token comes back this once; only its hash is kept."""
    if days not in DAYS_CHOICES or len(label) > LABEL_MAX:
        raise BadInput
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        work=work,
        token_hash=_hashed(token),
        label=label,
        created_by=person.id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def revoke_invitation(invitation: Invitation, now: datetime) -> None:
    """Close the link. Who already came in by it stays."""
    invitation.revoked_at = invitation.revoked_at or now
    db.session.flush()


def get_open_invitation(token: str, now: datetime) -> Invitation:
    """Return the invitation of this token; raises InvitationClosed for one that no longer works, NotFound for none."""
    if len(token) > _TOKEN_LENGTH_MAX:
        raise NotFound
    invitation = db.session.scalar(select(Invitation).where(Invitation.token_hash == _hashed(token)))
    if invitation is None:
        raise NotFound
    if not invitation.is_open(now) or invitation.work.binned_at is not None:
        raise InvitationClosed(invitation=invitation.id)
    return invitation


def accept_as(invitation: Invitation, person: Person, now: datetime) -> None:
    """Let a person who has a session into the work; one whose access was ended stays out."""
    ensure_not_sent_away(invitation, person.id)
    if db.session.get(Membership, (invitation.work_id, person.id)) is None:
        if _is_taken(invitation.work, person.sign_in_name):
            raise NameInUse("Someone in this work already goes by your pen name. Sign out, then come in under another.")
        _let_in(invitation, person, now)


def accept_as_guest(invitation: Invitation, pen_name: str, now: datetime) -> Person:
    """Let somebody into the work with just a pen name, which nobody else in the work may have."""
    if _is_taken(invitation.work, sign_in_name(pen_name)):
        raise NameInUse
    person = admit_guest(pen_name, now)
    _let_in(invitation, person, now)
    return person


def ensure_not_sent_away(invitation: Invitation, person_id: int) -> None:
    """Raise InvitationClosed when the author has ended this person's access to the work."""
    membership = db.session.get(Membership, (invitation.work_id, person_id))
    if membership is not None and membership.revoked_at is not None:
        raise InvitationClosed(invitation=invitation.id, person=person_id)


def revoke_beta(work: Work, person_id: int, now: datetime) -> Membership:
    """End a beta's access at once: open pages hear of it, and the links they came by are closed as well.

    A guest who is let into no other work is signed out for good.
    """
    membership = _get_beta(work, person_id)
    membership.revoked_at = membership.revoked_at or now
    for invitation in _ways_in(work, person_id):
        revoke_invitation(invitation, now)
    db.session.flush()
    if not membership.person.is_author and not _is_member_anywhere(person_id):
        end_sessions(membership.person)
    for chapter in work.chapters:
        live.announce(chapter.id, live.ACCESS)
    return membership


def readmit_beta(work: Work, person_id: int) -> Membership:
    """Take back the end of a beta's access. A guest who was signed out needs a new link as well."""
    membership = _get_beta(work, person_id)
    membership.revoked_at = None
    db.session.flush()
    return membership


def _hashed(token: str) -> str:
    # A token has 256 random bits: nothing to guess, so a fast hash without salt is enough.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _let_in(invitation: Invitation, person: Person, now: datetime) -> None:
    invitation.work.memberships.append(Membership(person_id=person.id, role=Role.BETA, joined_at=now))
    invitation.acceptances.append(Acceptance(person_id=person.id, accepted_at=now))
    db.session.flush()


def _is_taken(work: Work, name: str) -> bool:
    """Whether anyone who is or was in the work has the name: their comments still carry it."""
    names = select(Person.sign_in_name).join(Membership).where(Membership.work_id == work.id)
    return name in db.session.scalars(names).all()


def _get_beta(work: Work, person_id: int) -> Membership:
    membership = db.session.get(Membership, (work.id, person_id))
    if membership is None or membership.role != Role.BETA:
        raise NotFound
    return membership


def _ways_in(work: Work, person_id: int) -> list[Invitation]:
    accepted = (
        select(Invitation).join(Acceptance).where(Invitation.work_id == work.id, Acceptance.person_id == person_id)
    )
    return list(db.session.scalars(accepted))


def _is_member_anywhere(person_id: int) -> bool:
    standing = select(Membership.work_id).where(Membership.person_id == person_id, Membership.revoked_at.is_(None))
    return db.session.scalar(standing.limit(1)) is not None
