"""A Galley with everything in it: an author's work with all that can hang on one, and each kind of person beside it.

Every text carries a canary, a word found nowhere else, that says who may see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.makers import (
    NOW,
    add_beta,
    author_of,
    make_author,
    make_chapter,
    make_guest,
    make_work,
    minutes,
    type_words,
    write,
)
from tests.prose.makers import doc
from workshop.beta import invitations
from workshop.beta.readings import note_reading
from workshop.beta.service import delete_comment, open_thread, reply
from workshop.db import db
from workshop.grammar.deciding import decide
from workshop.grammar.models import Verdict
from workshop.history.service import name_version
from workshop.lexicon.service import add_term, make_lexicon, use_lexicon
from workshop.people.models import HouseRule
from workshop.web import now
from workshop.works.models import Chapter, Part, Work
from workshop.works.queries import documents_of
from workshop.works.service import bin_chapter, bin_work, start_draft

ANONYMOUS, STRANGER, AUTHOR, BETA, REVOKED = PEOPLE = ("anonymous", "stranger", "author", "beta", "revoked beta")

#: In what the work's author and betas read.
SHARED = "canaryshared"
#: In the title and the summary, which stand on the door of an invitation too.
DOOR = "canarydoor"
#: In what the author alone sees: private notes, drafts, decisions, what was deleted.
SECRET = "canarysecret"
#: In another author's work.
ELSEWHERE = "canaryelsewhere"
CANARIES = {SHARED, DOOR, SECRET, ELSEWHERE}

MAY_SEE: dict[str, set[str]] = {
    ANONYMOUS: set(),
    STRANGER: {ELSEWHERE},
    AUTHOR: {SHARED, DOOR, SECRET},
    BETA: {SHARED, DOOR},
    REVOKED: set(),
}


@dataclass(frozen=True)
class House:
    """Who is there, by session id (None for nobody), and the ids of what is there, by the name routes give them."""

    sessions: dict[str, str | None]
    ids: dict[str, Any]

    def address(self, rule: str, **instead: Any) -> str:
        """Return the rule with its placeholders filled in, such as /works/3 for /works/<int:work_id>."""
        address = rule
        for name, value in (self.ids | instead).items():
            for kind in ("int:", "path:", ""):
                address = address.replace(f"<{kind}{name}>", str(value))
        return address


def fill_house() -> House:
    """Make it all, and commit."""
    author, stranger = make_author("tidewrack"), make_author("nightjar")
    beta, revoked = make_guest("mothwing"), make_author("oldsalt")
    author.keeps_house = True
    db.session.add(HouseRule(name="sign_up", value="open"))
    _elsewhere(make_work(stranger, f"{ELSEWHERE} of another"))
    work = make_work(author, f"What the Tide Keeps {DOOR}")
    work.summary = f"A lamp-keeper’s apprentice counts the boats. {DOOR}"
    ids = _written(work) | _binned(work) | _discussed(work, beta)
    add_beta(work, beta)
    add_beta(work, revoked)
    invitations.revoke_beta(work, revoked.id, NOW)
    ids |= _invited(work) | _decided(work) | {"work_id": work.id, "person_id": beta.id}
    ids |= {"revoked_id": revoked.id, "stamp": "any", "filename": "icons.svg", "copy": "galley-20260312-140300.sqlite3"}
    db.session.commit()
    people = {STRANGER: stranger, AUTHOR: author, BETA: beta, REVOKED: revoked}
    return House({ANONYMOUS: None} | {name: person.get_id() for name, person in people.items()}, ids)


def _elsewhere(work: Work) -> Chapter:
    return make_chapter(f"{ELSEWHERE} she said.", work=work, title=ELSEWHERE, note_before=doc(ELSEWHERE))


def _written(work: Work) -> dict[str, int]:
    """A chapter with notes of every kind and a history: a word that was deleted, a version with a name."""
    chapter = make_chapter(
        f"The harbour had been quiet {SHARED} for most of the week.",
        f"This paragraph goes {SECRET}.",
        "“You’re thinking to hard about it,” Oba-san said 😀.",
        work=work,
        title=f"Low Water {SHARED}",
        note_before=doc(f"Soup at the end {SHARED}."),
        note_after=doc(f"Thank you for reading {SHARED}."),
        private_note=doc(f"Ren is the brother {SECRET}."),
    )
    parts = documents_of(chapter)
    text, private = parts[Part.TEXT], parts[Part.PRIVATE_NOTE]
    first = text.version
    write(
        text,
        f"The harbour had been quiet {SHARED} for most of the week.",
        "“You’re thinking to hard about it,” Oba-san said 😀.",
        now=minutes(2),
    )
    type_words(text, " Nobody moved.", now=minutes(90))
    name_version(text, first, f"First draft {SECRET}")
    draft = start_draft(chapter, f"Another ending {SECRET}", None, author_of(work), NOW)
    draft_text = documents_of(draft)[Part.TEXT]
    write(
        draft_text,
        f"The harbour had been loud {SECRET} for most of the week.",
        "“You’re thinking to hard about it,” Oba-san said 😀.",
        now=minutes(91),
    )
    second = make_chapter(f"A/N: short one {SHARED}.", f"It rained {SHARED}.", work=work, title=f"Salt {SHARED}")
    return {
        "chapter_id": chapter.id,
        "draft_id": draft.id,
        "draft_document_id": draft_text.id,
        "second_chapter_id": second.id,
        "document_id": text.id,
        "private_id": private.id,
        "number": first,
        "version": text.version,
    }


def _binned(work: Work) -> dict[str, int]:
    chapter = make_chapter(f"Cut {SECRET}.", work=work, title=f"Outtake {SECRET}")
    bin_chapter(chapter, NOW)
    author = work.memberships[0].person
    binned = make_work(author, f"Given up {SECRET}")
    make_chapter(f"Never again {SECRET}.", work=binned)
    bin_work(binned, NOW)
    return {"binned_chapter_id": chapter.id, "binned_work_id": binned.id}


def _discussed(work: Work, beta: Any) -> dict[str, int]:
    """A thread of the author's and a beta's, with a comment that its writer took back."""
    author = work.memberships[0].person
    text = documents_of(work.chapters[0])[Part.TEXT]
    thread = open_thread(text, 5, 12, text.version, f"Is it quiet? {SHARED}", author, NOW)
    comment = reply(thread, f"As a grave {SHARED}.", beta, minutes(3))
    note_reading(text, text.version, beta, minutes(6))
    deleted = reply(thread, f"Forget this {SECRET}.", author, minutes(4))
    delete_comment(deleted, author, minutes(5))
    return {"thread_id": thread.id, "comment_id": comment.id, "deleted_comment_id": deleted.id}


def _invited(work: Work) -> dict[str, Any]:
    author = work.memberships[0].person
    invitation, token = invitations.invite(work, 7, author, now(), f"for a friend {SECRET}")
    return {"invitation_id": invitation.id, "token": token}


def _decided(work: Work) -> dict[str, int]:
    finding = {
        "id": "f1", "place": "p1", "rule": "TOO_TO", "short": "to / too", "message": f"Did you mean too? {SECRET}",
        "before": "Thinking ", "words": f"to hard {SECRET}", "after": " about it.", "suggestions": ["too hard"],
    }  # fmt: skip
    author = work.memberships[0].person
    decision = decide(work, Verdict.LEAVE, finding, author, NOW)
    for number in range(2):
        decide(work, Verdict.ACCEPT, finding | {"id": f"g{number}"}, author, NOW)
    term = add_term(work, f"Kaede{SECRET}", NOW)
    lexicon = make_lexicon(work.memberships[0].person, f"Lighthouses {SECRET}", NOW)
    use_lexicon(work, lexicon)
    shared = add_term(lexicon, f"Plover{SECRET}", NOW)
    return {"decision_id": decision.id, "term_id": term.id, "lexicon_id": lexicon.id, "shared_term_id": shared.id}
