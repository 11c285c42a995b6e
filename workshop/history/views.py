"""HTTP of history: the timeline, one version, two versions compared, playback, names, restoring."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.errors import BadInput
from workshop.history import queries, service
from workshop.history.comparing import compared_page
from workshop.history.moved import moved_words, with_moved
from workshop.history.plot import drawn_frames
from workshop.people.access import needed_person
from workshop.people.models import Person
from workshop.prose.html import document_to_page
from workshop.web import field, local_path, now, number_asked, wants_fragment, whole_number
from workshop.works.access import author_of_chapter, author_of_document, author_of_work
from workshop.works.log import neighbours
from workshop.works.models import Chapter, Document, Part, Version, Work
from workshop.works.queries import standing_chapters
from workshop.works.saving import version_node

blueprint = Blueprint("history", __name__)


@dataclass(frozen=True)
class _Place:
    """What a timeline is of: a chapter, or a whole work."""

    work: Work
    chapter: Chapter | None = None

    @property
    def chapters(self) -> list[Chapter]:
        return [self.chapter] if self.chapter else standing_chapters(self.work)

    def url(self, **arguments: object) -> str:
        """Return the timeline's address; arguments that are None are left out."""
        return self._url("history", **arguments)

    def sitting_url(self, **arguments: object) -> str:
        return self._url("sitting", **arguments)

    def _url(self, page: str, **arguments: object) -> str:
        if self.chapter:
            return url_for(f"history.show_{page}", chapter_id=self.chapter.id, **arguments)
        return url_for(f"history.show_work_{page}", work_id=self.work.id, **arguments)


@blueprint.get("/chapters/<int:chapter_id>/history")
@author_of_chapter
def show_history(chapter: Chapter) -> str:
    """The chapter's timeline; to htmx only the rows that an "older" button asks for."""
    return _timeline(_Place(chapter.work, chapter))


@blueprint.get("/works/<int:work_id>/history")
@author_of_work
def show_work_history(work: Work) -> str:
    """The timeline of all the work's chapters together."""
    return _timeline(_Place(work))


def _timeline(place: _Place) -> str:
    documents = _chosen_documents(place)
    named = queries.named_versions(documents)
    authors = queries.authors_of(place.work)
    person = _chosen_person(authors)
    page = queries.timeline_page(documents, _moment("older_than"), person.id if person else None)
    shown = {
        "place": place,
        "page": page,
        "people": queries.people_of(page.rows),
        "names": _names(named),
        "document_of": {document.id: document for document in documents},
        "chosen": {"with": "notes" if _with_notes() else None, "by": person.id if person else None},
        "authors": authors,
    }
    if wants_fragment():
        return render_template("history/_rows.html", **shown)
    milestones = [each for each in queries.milestones(named) if person is None or each.version.person_id == person.id]
    return render_template(
        "history/history.html",
        named=named,
        milestones=milestones,
        named_alone=request.args.get("which") == "named",
        plot=queries.plot_of(documents, named),
        **shown,
    )


@blueprint.get("/chapters/<int:chapter_id>/history/sitting")
@author_of_chapter
def show_sitting(chapter: Chapter) -> str:
    """The versions of one sitting, which is told by its first and last moment."""
    return _sitting(_Place(chapter.work, chapter))


@blueprint.get("/works/<int:work_id>/history/sitting")
@author_of_work
def show_work_sitting(work: Work) -> str:
    """The same of a sitting that may have touched several chapters."""
    return _sitting(_Place(work))


def _sitting(place: _Place) -> str:
    began, ended = _moment("began"), _moment("ended")
    if began is None or ended is None:
        raise BadInput
    documents = _chosen_documents(place)
    return render_template(
        "history/_versions.html" if wants_fragment() else "history/sitting.html",
        place=place,
        versions=queries.versions_of_sitting(documents, began, ended),
        began=began,
        names=_names(queries.named_versions(documents)),
        document_of={document.id: document for document in documents},
        chosen={"with": "notes" if _with_notes() else None},
    )


@blueprint.get("/documents/<int:document_id>/playback")
@author_of_document
def show_playback(document: Document) -> str:
    """A slider through the document's versions; without JavaScript the list of them."""
    frames = queries.frames_of_document(document)
    return render_template("history/playback.html", document=document, frames=frames, plot=drawn_frames(frames))


@blueprint.get("/documents/<int:document_id>/playback/<int:number>")
@author_of_document
def show_frame(document: Document, number: int) -> str:
    """The words of one version alone, as a playback shows them one after the other."""
    return document_to_page(version_node(document, number))


@blueprint.get("/documents/<int:document_id>/versions/<int:number>")
@author_of_document
def show_version(document: Document, number: int) -> str:
    version = queries.get_version(document, number)
    before, after = neighbours(document.id, number)
    return render_template(
        "history/version.html",
        document=document,
        version=version,
        person=db.session.get(Person, version.person_id),
        before=before,
        after=after,
        html=document_to_page(version_node(document, number)),
    )


@blueprint.get("/documents/<int:document_id>/compare")
@author_of_document
def compare_versions(document: Document) -> str:
    """Two versions word by word, in one run or side by side. Without a choice: how the last sitting changed the text."""
    choices = queries.versions_to_compare(document)
    old, new = _compared_numbers(document, choices.before_last_sitting)
    page = compared_page(version_node(document, old), version_node(document, new))
    return render_template(
        "history/compare.html",
        document=document,
        page=page,
        choices=choices,
        old=queries.find_version(document, old),
        new=queries.find_version(document, new),
        old_number=old,
        new_number=new,
        beside=_is_beside(),
        put_back=queries.find_put_back(document, request.args.get("put", "")),
    )


@blueprint.post("/documents/<int:document_id>/put-back")
@author_of_document
def put_change_back(document: Document) -> Response:
    """Take over one change of a comparison from its older version. The comparison is told by its own arguments."""
    old, new = _compared_numbers(document, 0)
    number = whole_number(field("change", most=9))
    was_newest = new == document.version
    saved = service.put_change_back(document, old, new, number, needed_person(), now())
    db.session.commit()
    place = url_for(
        "history.compare_versions",
        document_id=document.id,
        old=old,
        new=None if was_newest else new,
        view="beside" if _is_beside() else None,
        put=f"{document.id}.{saved.version}",
        _anchor=f"change-{number}",
    )
    return redirect(place, 303)


@blueprint.post("/documents/<int:document_id>/versions/<int:number>/name")
@author_of_document
def name_version(document: Document, number: int) -> Response | str:
    version = service.name_version(document, number, field("name", most=service.VERSION_NAME_MAX, needed=False))
    db.session.commit()
    if wants_fragment():
        return render_template("history/_name.html", document=document, version=version, named_just_now=True)
    return redirect(url_for("history.show_version", document_id=document.id, number=number), 303)


@blueprint.post("/documents/<int:document_id>/versions/<int:number>/restore")
@author_of_document
def restore_version(document: Document, number: int) -> Response:
    saved = service.restore_version(document, number, needed_person(), now())
    db.session.commit()
    if saved is None:
        return redirect(url_for("desk.show_chapter", chapter_id=document.chapter_id), 303)
    restored = f"{document.id}.{saved.version}"
    desk = url_for("desk.show_chapter", chapter_id=document.chapter_id, restored=restored)
    return redirect(with_moved(desk, saved.moved), 303)


@blueprint.post("/chapters/<int:chapter_id>/take-back")
@author_of_chapter
def take_back_versions(chapter: Chapter) -> Response | str:
    """Undo versions that one action made, and keep what was written since: the way back of every undo line."""
    undone = service.take_back_versions(chapter, request.form.get("versions", "").split(), needed_person(), now())
    db.session.commit()
    moved = [each for saved in undone for each in saved.moved]
    if wants_fragment():
        return render_template("history/_taken_back.html", undone=undone, moved=moved_words(chapter, moved))
    asked_from = local_path(request.form.get("then")) or url_for("desk.show_chapter", chapter_id=chapter.id)
    return redirect(with_moved(asked_from, moved), 303)


def _compared_numbers(document: Document, otherwise: int) -> tuple[int, int]:
    """Return the two versions to compare, the older first; without a choice of the newer one it is the newest."""
    old, new = sorted((number_asked("old", otherwise), number_asked("new", document.version)))
    return old, new


def _is_beside() -> bool:
    return request.args.get("view") == "beside"


def _names(named: list[Version]) -> dict[int, dict[int, str]]:
    """Return the names of versions by their numbers, for each document."""
    names: dict[int, dict[int, str]] = {}
    for version in named:
        names.setdefault(version.document_id, {})[version.number] = version.name or ""
    return names


def _chosen_documents(place: _Place) -> list[Document]:
    return queries.documents_in(place.chapters, list(Part) if _with_notes() else [Part.TEXT])


def _chosen_person(authors: list[Person]) -> Person | None:
    """Return the author whose doings alone are asked for, None for everybody's; raises BadInput for no author."""
    wanted = number_asked("by", 0)
    person = next((each for each in authors if each.id == wanted), None)
    if wanted and person is None:
        raise BadInput
    return person


def _with_notes() -> bool:
    return request.args.get("with") == "notes"


def _moment(name: str) -> datetime | None:
    """Return the moment that an argument names, None without it; raises BadInput for what is no moment in UTC."""
    text = request.args.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput from error
    # The first and the last year of the calendar have no moment before or after them to look from.
    if moment.utcoffset() != timedelta(0) or not MINYEAR < moment.year < MAXYEAR:
        raise BadInput
    return moment.astimezone(UTC)
