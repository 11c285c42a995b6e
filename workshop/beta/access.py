"""Who may do what with an invitation, a thread or a comment: as with the work and the document they belong to."""

from functools import wraps

from workshop.beta.models import Comment, Invitation, Thread
from workshop.db import db
from workshop.errors import NotFound
from workshop.people.access import needed_person
from workshop.people.models import Person
from workshop.web import View, declare_access
from workshop.works.access import loaded
from workshop.works.models import Document, Role, Work


def author_of_invitation(view: View) -> View:
    """Declare a view for the authors of the invitation's work; it gets the Invitation in place of its id."""

    @wraps(view)
    def guarded(invitation_id: int) -> object:
        person = needed_person()
        invitation = db.session.get(Invitation, invitation_id)
        if invitation is None:
            raise NotFound
        loaded(Work, invitation.work_id, person, {Role.AUTHOR})
        return view(invitation)

    return declare_access(guarded, "author")


def reader_of_thread(view: View) -> View:
    """Declare a view for whoever may read the thread's document; it gets the Thread in place of its id."""

    @wraps(view)
    def guarded(thread_id: int) -> object:
        return view(_readable(db.session.get(Thread, thread_id), needed_person()))

    return declare_access(guarded, "reader")


def reader_of_comment(view: View) -> View:
    """Declare a view for whoever may read the comment's thread; it gets the Comment in place of its id."""

    @wraps(view)
    def guarded(comment_id: int) -> object:
        person = needed_person()
        comment = db.session.get(Comment, comment_id)
        _readable(comment.thread if comment else None, person)
        return view(comment)

    return declare_access(guarded, "reader")


def _readable(thread: Thread | None, person: Person) -> Thread:
    if thread is None:
        raise NotFound
    loaded(Document, thread.document_id, person, set(Role))
    return thread
