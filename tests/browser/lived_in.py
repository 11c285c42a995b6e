"""A house that has been lived in for some weeks, as the pictures in docs/screenshots/ show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prosemirror.model import Node

from tests.makers import add_beta, make_author, make_guest, text_of
from tests.prose.makers import doc, p, t
from workshop.beta import service as threads
from workshop.beta.invitations import invite
from workshop.beta.readings import note_reading
from workshop.db import db
from workshop.desk.sample import sample_text
from workshop.history.service import name_version, restore_version
from workshop.lexicon.service import add_term
from workshop.people.models import Person
from workshop.prose.author_notes import split_author_notes
from workshop.prose.documents import document_from_text
from workshop.prose.plain import plain_text
from workshop.prose.utf16 import utf16_length
from workshop.web import now
from workshop.works.models import Chapter, Document, Membership, Part, Role, Version, Work
from workshop.works.saving import document_node, replace_content
from workshop.works.service import add_chapter, bin_chapter, bin_work, create_work, describe_work, start_draft

CAST = ("Ren", "Kaede", "Oba-san", "Jun", "Plover")
OTHER_WORKS = (
    ("Five Times Oba-san Knew (and One Time She Said So)", "Ren thinks nobody notices. Oba-san mends nets.", 5, 50),
    ("Soup for Eleven", "A recipe in nine letters, for whoever reads lighthouse logs.", 2, 170),
    ("untitled ferry thing", "", 1, 900),
)
#: How long it takes to write a paragraph.
A_WHILE = timedelta(minutes=7)
AT_HOME, ON_THE_FERRY = "Firefox on Linux", "Safari on iPhone"


@dataclass(frozen=True)
class Scene:
    """Who may look, by session id, and where things are."""

    author: str
    beta: str
    work: int
    chapter: int
    document: int
    draft: int
    #: The document's version that was sent to the betas.
    sent: int


def furnish() -> Scene:
    """Make it all; the caller commits."""
    author, other = make_author("tidewrack"), make_author("saltmarsh")
    mothwing, tealeaf = make_guest("mothwing"), make_guest("tealeaf")
    author.keeps_house = True
    for title, summary, chapters, hours in OTHER_WORKS:
        write_work(author, title, summary, chapters, now() - timedelta(hours=hours))
    work = create_work(author, "What the Tide Keeps", now() - timedelta(days=12))
    work.summary = "The lighthouse keeper counts the boats in every night, and one is missing."
    work.memberships.append(Membership(person=other, role=Role.AUTHOR, joined_at=now()))
    for person in (mothwing, tealeaf):
        add_beta(work, person)
    invite(work, 7, author, now(), "for saltmarsh’s sister")
    for name in CAST:
        add_term(work, name, now())
    chapter, sent = write_low_water(work, author, other)
    note_reading(text_of(chapter), sent, mothwing, now() - timedelta(hours=30))
    discuss(text_of(chapter), author, mothwing, tealeaf)
    for title, paragraphs in (("The Lamp-room", 10), ("Salt", 13)):
        add_chapter(work, title, author, now() - timedelta(days=12), filled(paragraphs))
    draft = write_other_ending(chapter, sent, author)
    finish(text_of(chapter), author)
    fill_bin(work, chapter, author)
    return Scene(author.get_id(), mothwing.get_id(), work.id, chapter.id, text_of(chapter).id, draft.id, sent)


def write_work(author: Person, title: str, summary: str, chapters: int, then: datetime) -> Work:
    work = create_work(author, title, then)
    describe_work(work, title, summary)
    for number in range(chapters):
        add_chapter(work, f"Part {number + 1}", author, then, filled(14 - number))
    return work


def filled(paragraphs: int) -> dict[Part, Node]:
    return {Part.TEXT: document_from_text("\n\n".join(sample_text().split("\n\n")[1:paragraphs]))}


def write_low_water(work: Work, author: Person, other: Person) -> tuple[Chapter, int]:
    """Write a chapter in some evenings, not all of them one's own; return it, and the version sent to the betas."""
    whole = split_author_notes(document_from_text(sample_text()))
    notes = {Part.NOTE_BEFORE: whole.before, Part.NOTE_AFTER: whole.after}
    chapter = add_chapter(work, "Low Water", author, evening(9), {part: note for part, note in notes.items() if note})
    text, blocks = text_of(chapter), list(whole.text.children)
    write_on(text, blocks, range(1, 5), author, evening(9))
    write_on(text, blocks, range(5, 9), author, evening(8))
    write_on(text, blocks, range(9, len(blocks) + 1), author, evening(7))
    name_version(text, text.version, "First draft, whole")
    revise(text, "That's one.", "That's one. I am counting those now, the way you count boats.", other, evening(6))
    tried = text.version
    keep(text, [*blocks[:7], *blocks[9:]], author, evening(5))
    restore_version(text, tried, author, evening(4))
    revise(text, "move to another", "pack up and move to another", author, evening(2), ON_THE_FERRY)
    sent = name_version(text, text.version, "Sent to mothwing")
    return chapter, sent.number


def finish(document: Document, author: Person) -> None:
    """The last sitting: words, a form, a paragraph at another place."""
    then = now() - timedelta(hours=2)
    revise(document, "It isn't. I've known", "It isn't; it was only ever hungry. I've known", author, then)
    revise(document, "a small one, and you'd deny", "a crooked one, and you would deny", author, then + A_WHILE)
    blocks = list(document_node(document).children)
    blocks[1] = p("Don't open your eyes. I talk better when you're ", t("pretending", "em"), ".")
    spoken = next(block for block in blocks if block.text_content.startswith('"Ren," she said'))
    blocks.remove(spoken)
    blocks.insert(4, spoken)
    keep(document, blocks, author, then + 2 * A_WHILE)


def write_other_ending(chapter: Chapter, version: int, author: Person) -> Chapter:
    """A draft that changes what the last sitting changes too, and a shorter one."""
    draft = start_draft(chapter, "Ren answers", version, author, evening(1))
    text = text_of(draft)
    then = evening(1)
    revise(text, "Not for the twelfth boat. For you.", "For you, you wet lamp.", author, then + A_WHILE)
    smile = ("It's a small one, and you'd deny it under oath", "It's a real one, and it reaches your left eye")
    revise(text, *smile, author, then + 2 * A_WHILE)
    answer = p('"You brought cards," Ren says, "without a queen." His voice is rust. "Deal."')
    blocks = [*document_node(text).children, answer]
    keep(text, blocks, author, then + 3 * A_WHILE)
    comment(text, "His voice is rust.", "Too much? I like it, though.", author, 20)
    start_draft(chapter, "Oba-san climbs the stairs", None, author, now() - timedelta(hours=13))
    return draft


def fill_bin(work: Work, chapter: Chapter, author: Person) -> None:
    outtake = add_chapter(work, "Outtake: the ferry", author, evening(8), filled(6))
    bin_chapter(outtake, evening(3))
    bin_chapter(start_draft(chapter, "All of it in the past tense", None, author, evening(5)), evening(4))
    given_up = write_work(author, "Lighthouse AU where nobody is sad", "", 3, evening(40))
    bin_work(given_up, evening(12))


def evening(days_ago: int) -> datetime:
    return (now() - timedelta(days=days_ago)).replace(hour=20, minute=10)


def write_on(document: Document, blocks: Sequence[Node], counts: Iterable[int], author: Person, then: datetime) -> None:
    """Keep a version after each of so many paragraphs."""
    for number, count in enumerate(counts):
        keep(document, blocks[:count], author, then + number * A_WHILE)


def revise(document: Document, old: str, new: str, author: Person, then: datetime, device: str = AT_HOME) -> None:
    """Write other words in the first paragraph that has the old ones."""
    blocks = list(document_node(document).children)
    at = next(number for number, block in enumerate(blocks) if old in block.text_content)
    blocks[at] = p(blocks[at].text_content.replace(old, new))
    keep(document, blocks, author, then, device)


def keep(document: Document, blocks: Sequence[Node], author: Person, then: datetime, device: str = AT_HOME) -> None:
    saved = replace_content(document, doc(*blocks), author, then, origin=None)
    db.session.get(Version, (document.id, saved.version)).device = device


def discuss(document: Document, author: Person, mothwing: Person, tealeaf: Person) -> None:
    """Two open threads and a resolved one."""
    first = comment(
        document, "ever sense the storm", "“since”! Also I love that the sea never says sorry.", mothwing, 3
    )
    threads.reply(first, "Every time. Thank you!", author, now() - timedelta(hours=1))
    comment(document, "I've jumped a lot.", "This line is the whole character. Don’t touch it.", tealeaf, 26)
    done = comment(document, "half of it down my sleeve", "Poor soup.", mothwing, 30)
    threads.resolve(done, author, now())


def comment(document: Document, words: str, body: str, person: Person, hours_ago: int) -> threads.Thread:
    start, end = place_of(document, words)
    return threads.open_thread(document, start, end, document.version, body, person, now() - timedelta(hours=hours_ago))


def place_of(document: Document, words: str) -> tuple[int, int]:
    text = plain_text(document_node(document))
    at = text.text.index(words)
    return text.position_at(utf16_length(text.text[:at])), text.position_at(utf16_length(text.text[: at + len(words)]))
