"""Who may change names and words: the authors of the work, or the owner of the shared lexicon, that they belong to."""

from functools import wraps

from workshop.lexicon.queries import get_lexicon
from workshop.people.access import needed_person
from workshop.web import View, declare_access
from workshop.works.access import loaded
from workshop.works.models import Role, Work


def keeper(view: View) -> View:
    """Declare a view for who keeps the terms; it gets the Work or the SharedLexicon in place of `work_id` or `lexicon_id`.

    Everybody else gets NotFound.
    """

    @wraps(view)
    def guarded(**values: int) -> object:
        person = needed_person()
        if "work_id" in values:
            home = loaded(Work, values.pop("work_id"), person, {Role.AUTHOR})
        else:
            home = get_lexicon(person, values.pop("lexicon_id"))
        return view(home, **values)

    return declare_access(guarded, "keeper")


def owner_of_lexicon(view: View) -> View:
    """Declare a view for the owner of a shared lexicon; it gets the lexicon in place of its id."""

    @wraps(view)
    def guarded(lexicon_id: int, **values: int) -> object:
        return view(get_lexicon(needed_person(), lexicon_id), **values)

    return declare_access(guarded, "owner")
