"""HTTP of sharing a work: the page with its betas and links, making and closing a link, coming in by one."""

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from workshop.beta import invitations, queries
from workshop.beta.access import author_of_invitation
from workshop.beta.models import LABEL_MAX, Invitation
from workshop.beta.views import blueprint
from workshop.db import db
from workshop.errors import WorkshopError
from workshop.people.access import anyone, begin_session, current_person, needed_person
from workshop.people.models import Person
from workshop.people.views import limiter
from workshop.web import field, now, number_asked
from workshop.works.access import author_of_work, role_in
from workshop.works.models import Membership, Work
from workshop.works.queries import standing_chapters


@blueprint.get("/works/<int:work_id>/sharing")
@author_of_work
def show_sharing(work: Work) -> str:
    return _sharing_page(work)


@blueprint.post("/works/<int:work_id>/invitations")
@author_of_work
def invite(work: Work) -> tuple[str, int]:
    """Make a link and show it in the answer itself, since it is kept nowhere: no redirect could show it again."""
    days = request.form.get("days", type=int)
    label = field("label", most=LABEL_MAX, needed=False)
    _, token = invitations.invite(work, days, needed_person(), now(), label)
    db.session.commit()
    return _sharing_page(work, url_for("beta.show_invitation", token=token, _external=True)), 201


@blueprint.post("/invitations/<int:invitation_id>/revoke")
@author_of_invitation
def revoke_invitation(invitation: Invitation) -> Response:
    invitations.revoke_invitation(invitation, now())
    db.session.commit()
    return _to_sharing(invitation.work_id)


@blueprint.post("/works/<int:work_id>/betas/<int:person_id>/revoke")
@author_of_work
def revoke_beta(work: Work, person_id: int) -> Response:
    invitations.revoke_beta(work, person_id, now())
    db.session.commit()
    return _to_sharing(work.id, sent_away=person_id)


@blueprint.post("/works/<int:work_id>/betas/<int:person_id>/readmit")
@author_of_work
def readmit_beta(work: Work, person_id: int) -> Response:
    invitations.readmit_beta(work, person_id)
    db.session.commit()
    return _to_sharing(work.id)


@blueprint.get("/invitations/<token>")
@anyone
@limiter.limit("60 per minute")
def show_invitation(token: str) -> Response:
    """The door: what is behind it and what to give. Who is a member already goes straight in."""
    invitation = invitations.get_open_invitation(token, now())
    person = current_person()
    if person is not None:
        invitations.ensure_not_sent_away(invitation, person.id)
        if role_in(invitation.work, person):
            return _way_in(invitation.work)
    else:
        _refuse_former_guest(invitation)
    return _without_referrer(_door(invitation, person))


@blueprint.post("/invitations/<token>")
@anyone
@limiter.limit("20 per minute")
def accept_invitation(token: str) -> Response:
    """Let the visitor in and lead away from the address that holds the token."""
    invitation = invitations.get_open_invitation(token, now())
    person = current_person()
    try:
        if person is not None:
            invitations.accept_as(invitation, person, now())
            db.session.commit()
        else:
            _refuse_former_guest(invitation)
            guest = invitations.accept_as_guest(invitation, request.form.get("pen_name", ""), now())
            db.session.commit()
            begin_session(guest)
    except invitations.InvitationClosed:
        raise
    except WorkshopError as error:
        db.session.rollback()
        return _without_referrer(_door(invitation, person, error), error.status)
    return _without_referrer(_way_in(invitation.work))


def _refuse_former_guest(invitation: Invitation) -> None:
    """A guest whose access ended was signed out; the cookie that is left still tells who they were."""
    former_id, _, _ = str(session.get("_user_id", "")).partition(":")
    if former_id.isdigit():
        invitations.ensure_not_sent_away(invitation, int(former_id))


def _sharing_page(work: Work, link: str | None = None) -> str:
    members = queries.betas_of(work)
    sent_away = number_asked("sent_away", 0)
    return render_template(
        "beta/sharing.html",
        work=work,
        link=link,
        only_here=_host_is_this_machine(),
        betas=[member for member in members if member.revoked_at is None],
        former_betas=[member for member in members if member.revoked_at is not None],
        sent_away=next((member for member in members if member.person_id == sent_away and member.revoked_at), None),
        invitations=queries.open_invitations(work, now()),
    )


def _host_is_this_machine() -> bool:
    """Whether the page was opened under a name that means another machine to everybody else."""
    name = urlsplit(request.host_url).hostname or ""
    return name in {"localhost", "::1"} or name.startswith("127.") or name.endswith(".localhost")


def _door(invitation: Invitation, person: Person | None, error: WorkshopError | None = None) -> str:
    return render_template(
        "beta/join.html",
        work=invitation.work,
        author_name=queries.pen_names(invitation.work),
        person=person,
        pen_name=request.form.get("pen_name", ""),
        error=error,
    )


def _way_in(work: Work) -> Response:
    endpoint = "desk.open_work" if standing_chapters(work) else "beta.show_contents"
    return redirect(url_for(endpoint, work_id=work.id), 303)


def _without_referrer(answer: str | Response, status: int | None = None) -> Response:
    """Keep the token in the address from every page and server that is asked next."""
    response = make_response(answer, status) if status else make_response(answer)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _to_sharing(work_id: int, **told: Membership | int) -> Response:
    return redirect(url_for("beta.show_sharing", work_id=work_id, **told), 303)
