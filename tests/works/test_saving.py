"""Saving by steps: what is kept, what is refused, and that every version can be read again."""

from itertools import pairwise
from random import Random

import pytest
from prosemirror.model import Node
from sqlalchemy import func, select

from tests.makers import (
    NOW,
    author_of,
    make_author,
    make_chapter,
    make_text,
    minutes,
    plain,
    text_of,
    type_words,
    typed,
    write,
)
from tests.prose.makers import doc, p, t, words_in
from workshop import live
from workshop.db import db
from workshop.errors import BadInput, Conflict
from workshop.people.models import Person
from workshop.prose.documents import BadStep
from workshop.works.head import find_head
from workshop.works.models import Document, Snapshot, Version
from workshop.works.saving import (
    SERVER_CLIENT,
    STEPS_PER_CONTENT,
    STEPS_PER_SNAPSHOT,
    Behind,
    NoSuchVersion,
    Saved,
    document_changed,
    document_node,
    replace_content,
    save_steps,
    steps_since,
    take_back,
    version_node,
)

pytestmark = pytest.mark.usefixtures("session")


def save(document: Document, steps: object, version: object = None, client: object = "tab") -> Saved | Behind:
    number = document.version if version is None else version
    return save_steps(document, number, steps, client, writer(document).id, NOW)


def writer(document: Document) -> Person:
    return author_of(document.chapter.work)


def versions(document: Document) -> list[Version]:
    return list(db.session.scalars(select(Version).where(Version.document_id == document.id).order_by(Version.number)))


def test_save_keeps_the_words_and_tells_version_and_count() -> None:
    text = make_text()
    assert save(text, [typed(1, "It rained all day.")]) == Saved(version=1, words=4)
    assert plain(text) == "It rained all day."


def test_every_save_is_a_version_with_who_and_when() -> None:
    text = make_text()
    person = writer(text)
    save_steps(text, 0, [typed(1, "It"), typed(3, " rained")], "tab-1", person.id, minutes(5))
    save_steps(text, 2, [typed(10, ".")], "tab-2", person.id, minutes(6))
    assert [(each.number, each.client, each.person_id, each.saved_at) for each in versions(text)] == [
        (2, "tab-1", person.id, minutes(5)),
        (3, "tab-2", person.id, minutes(6)),
    ]
    assert text.edited_at == minutes(6)


def test_save_against_an_old_version_brings_the_steps_that_are_missing() -> None:
    text = make_text()
    save(text, [typed(1, "one"), typed(4, " two")], client="a")
    save(text, [typed(8, " three")], client="b")
    behind = save(text, [typed(1, "zero ")], version=1, client="c")
    assert isinstance(behind, Behind)
    assert behind.version == 3
    assert behind.steps == [typed(4, " two"), typed(8, " three")]
    assert behind.clients == ["a", "b"]
    assert plain(text) == "one two three"


def test_resent_save_is_not_kept_twice_but_recognised_by_its_client() -> None:
    text = make_text()
    steps = [typed(1, "It"), typed(3, " rained")]
    save(text, steps, version=0, client="tab")
    # The answer was lost on its way, so the same is sent again.
    again = save(text, steps, version=0, client="tab")
    assert again == Behind(version=2, steps=steps, clients=["tab", "tab"])
    assert plain(text) == "It rained"
    assert len(versions(text)) == 1


def test_steps_since_may_begin_inside_a_save() -> None:
    text = make_text()
    save(text, [typed(1, "a"), typed(2, "b"), typed(3, "c")])
    assert steps_since(text, 2) == Behind(3, [typed(3, "c")], ["tab"])
    assert steps_since(text, 3) == Behind(3, [], [])


@pytest.mark.parametrize("version", [-1, 4, 10**30])
def test_steps_since_a_version_that_is_not_there_are_refused(version: int) -> None:
    text = make_text()
    save(text, [typed(1, "a"), typed(2, "b"), typed(3, "c")])
    with pytest.raises(NoSuchVersion):
        steps_since(text, version)


def test_save_against_a_version_to_come_is_refused() -> None:
    with pytest.raises(NoSuchVersion):
        save(make_text(), [typed(1, "a")], version=1)


@pytest.mark.parametrize("version", [None, "0", 0.0, True, False, [], -1, {}])
def test_version_that_is_no_number_is_refused(version: object) -> None:
    text = make_text()
    with pytest.raises(BadInput):
        save_steps(text, version, [typed(1, "a")], "tab", writer(text).id, NOW)


@pytest.mark.parametrize("client", [None, "", 7, [], "x" * 41, SERVER_CLIENT, "\ud800", "a\x00b", "a\nb"])
def test_client_that_no_editor_has_is_refused(client: object) -> None:
    with pytest.raises(BadInput):
        save(make_text(), [typed(1, "a")], client=client)


@pytest.mark.parametrize(
    "steps",
    [
        None,
        [],
        {},
        "steps",
        [None],
        [[]],
        [{}],
        [{"stepType": "nonsense"}],
        [typed(0, "outside a paragraph")],
        [typed(99, "beyond the end")],
        [typed(1, "cut \ud83d")],
        [typed(1, "good"), typed(99, "bad")],
        [{"stepType": "replace", "from": -1, "to": 1}],
        [{"stepType": "replace", "from": 1, "to": 0}],
        [{"stepType": "replace", "from": 0, "to": 2}],
        [
            {
                "stepType": "addMark",
                "from": 1,
                "to": 2,
                "mark": {"type": "link", "attrs": {"href": "javascript:alert(1)"}},
            }
        ],
        [typed(1, "x")] * 20_001,
    ],
)
def test_bad_steps_change_nothing(steps: object) -> None:
    text = make_text("Salt.")
    before = (text.version, text.content, text.words, len(versions(text)))
    with pytest.raises(BadInput):
        save(text, steps)
    assert (text.version, text.content, text.words, len(versions(text))) == before


def test_step_that_cuts_an_emoji_in_half_is_refused() -> None:
    text = make_text("a🦋b")
    with pytest.raises(BadStep):
        save(text, [{"stepType": "replace", "from": 3, "to": 4}])
    assert plain(text) == "a🦋b"


def test_every_version_can_be_read_as_it_was() -> None:
    text = make_text()
    states = {0: document_node(text)}
    random = Random(3)
    for _ in range(STEPS_PER_SNAPSHOT):
        # An emoji is two units: half of all places would cut one, so typing goes on at its edges.
        save(text, [typed(1, "🦋"), typed(1 + 2 * random.randrange(text.version // 2 + 1), "🌊")])
        states[text.version] = document_node(text)
    assert db.session.scalar(select(func.count()).select_from(Snapshot)) >= 2
    assert all(version_node(text, number).eq(state) for number, state in states.items())


def test_text_that_nobody_remembers_is_read_from_the_database_as_it_is() -> None:
    text = make_text("Salt.")
    lagging = set()
    for _ in range(STEPS_PER_CONTENT):
        save(text, [typed(1, "a"), typed(2, "🦋"), typed(4, "b")])
        expected = document_node(text)
        text.state = None
        assert document_node(text).eq(expected)
        lagging.add(text.steps_ahead)
    assert max(lagging) >= STEPS_PER_CONTENT - 3
    assert 0 in lagging
    assert max(lagging) < STEPS_PER_CONTENT


def test_save_that_was_rolled_back_is_not_taken_for_the_one_that_followed() -> None:
    text = make_text("Salt.")
    db.session.commit()
    save(text, [typed(1, "lost ")])
    db.session.rollback()
    assert plain(text) == "Salt."
    save(text, [typed(1, "kept ")])
    assert plain(text) == "kept Salt."


def test_save_onto_a_state_that_is_no_longer_the_newest_changes_nothing() -> None:
    text = make_text("Salt.")
    person = writer(text)
    head = find_head(text.id, person.id, person.session_epoch)
    save(text, [typed(1, "One ")])
    with pytest.raises(Conflict):
        save_steps(head, head.version, [typed(1, "Two ")], "tab", person.id, NOW)
    assert plain(text) == "One Salt."


def test_version_inside_a_save_can_be_read() -> None:
    text = make_text()
    save(text, [typed(1, "a"), typed(2, "b"), typed(3, "c")])
    assert [version_node(text, number).text_content for number in range(4)] == ["", "a", "ab", "abc"]


@pytest.mark.parametrize("number", [-1, 2, 10**20])
def test_version_that_never_was_is_not_found(number: int) -> None:
    text = make_text()
    save(text, [typed(1, "a")])
    with pytest.raises(NoSuchVersion):
        version_node(text, number)


def test_no_version_is_far_from_a_snapshot() -> None:
    text = make_text()
    for _ in range(9):
        save(text, [typed(1, "x")] * 150)
    kept = [0, *db.session.scalars(select(Snapshot.number).order_by(Snapshot.number)), text.version]
    assert max(later - earlier for earlier, later in pairwise(kept)) <= STEPS_PER_SNAPSHOT + 150


def test_old_version_is_read_without_the_steps_that_came_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = make_text()
    for _ in range(20):
        save(text, [typed(1, "x")])
    from workshop.works import saving

    read: list[int] = []
    monkeypatch.setattr(saving.json, "loads", lambda logged, loads=saving.json.loads: read.append(1) or loads(logged))
    version_node(text, 3)
    assert len(read) <= 4


def test_words_are_those_of_the_whole_document_after_every_change() -> None:
    text = make_text()
    random = Random(5)
    for _ in range(60):
        write(text, *[" ".join(["ebb"] * random.randrange(6)) for _ in range(random.randrange(1, 7))])
        assert text.words == words_in(document_node(text))
    assert [each.words for each in versions(text)][-1] == text.words


def test_replacing_keeps_who_made_it_and_from_what() -> None:
    text = make_text("Old.")
    saved = replace_content(text, doc("New."), writer(text), minutes(1), origin="restored 12")
    version = versions(text)[-1]
    assert (version.number, version.client, version.origin) == (saved.version, SERVER_CLIENT, "restored 12")
    assert plain(text) == "New."


def test_replacing_with_the_same_text_makes_no_version() -> None:
    text = make_text("Same.", p(t("same", "em")))
    before = len(versions(text))
    assert replace_content(text, document_node(text), writer(text), NOW, origin="imported") is None
    assert len(versions(text)) == before


def test_replacing_sees_a_change_of_form_alone() -> None:
    text = make_text("never")
    assert replace_content(text, doc(p(t("never", "em"))), writer(text), NOW, origin="imported")
    assert document_node(text).eq(doc(p(t("never", "em"))))


def test_every_change_is_told_to_whoever_keeps_positions() -> None:
    told: list[tuple[Document, Node, int]] = []

    def hear(document: Document, applied: object) -> None:
        told.append((document, applied.doc, applied.mapping.map(5)))

    with document_changed.connected_to(hear):
        text = make_text()
        save(text, [typed(1, "Salt and rain")])
        save(text, [typed(1, "Oh: ")])
        replace_content(text, doc("Oh: Salt"), writer(text), NOW, origin="restored 1")
    assert [document.id for document, _, _ in told] == [text.id] * 3
    assert told[1][2] == 9
    assert told[2][1].eq(document_node(text))


def test_new_version_is_announced_only_when_it_is_on_disk() -> None:
    text = make_text()
    db.session.commit()
    with live.hub.stream(text.chapter_id) as heard:
        save(text, [typed(1, "a")])
        db.session.rollback()
        assert heard.empty()
        save(text, [typed(1, "b")])
        assert heard.empty()
        db.session.commit()
        assert heard.get_nowait() == live.Event("version", {"document": text.id, "version": 1})
        assert heard.empty()


def test_taking_a_version_back_gives_the_text_before_it() -> None:
    text = make_text("It rained.")
    saved = write(text, "It snowed.", "All day.")
    assert take_back(text, saved.version, writer(text), minutes(2))
    assert plain(text) == "It rained."
    assert versions(text)[-1].origin == f"undid {saved.version}"


def test_taking_a_version_back_keeps_what_was_written_since() -> None:
    text = make_text("One.", "Two.", "Three.")
    saved = write(text, "One.", "Three.")
    type_words(text, " Four.")
    take_back(text, saved.version, writer(text), minutes(2))
    assert plain(text) == "One.\nTwo.\nThree. Four."


def test_taking_back_twice_brings_it_again() -> None:
    text = make_text("One.")
    saved = write(text, "Two.")
    undone = take_back(text, saved.version, writer(text), minutes(2))
    take_back(text, undone.version, writer(text), minutes(3))
    assert plain(text) == "Two."


def test_version_that_never_was_cannot_be_taken_back() -> None:
    text = make_text("One.")
    with pytest.raises(NoSuchVersion):
        take_back(text, 99, writer(text), NOW)


def test_each_part_of_a_chapter_has_its_own_versions() -> None:
    chapter = make_chapter("Text.", note_before=doc("A note."))
    documents = {document.part: document for document in chapter.documents}
    type_words(documents["note_before"], " More.", person=make_author())
    assert plain(documents["note_before"]) == "A note. More."
    assert plain(text_of(chapter)) == "Text."
    assert documents["private_note"].version == 0
