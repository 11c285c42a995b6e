"""Training, as far as it goes without PyTorch: which books, which words, and how thresholds follow from clean text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training import glance
from training.books import fold_of, mended_paragraphs, paragraphs, training_books
from training.confusions import among, read_directions
from training.packing import pack, rounded, rounded_glance, write_packed
from training.thresholds import choose, curves, lower
from workshop.grammar.context.glance import OFFSETS, Glance
from workshop.grammar.context.least import Least
from workshop.grammar.context.tokens import read_tokens
from workshop.grammar.context.window import REACH, WindowNetwork, unrounded


def test_books_of_the_development_set_and_of_reserved_authors_are_never_read(tmp_path: Path) -> None:
    for name in ("dashiell-hammett_red-harvest", "ray-bradbury_short-fiction", "e-nesbit_the-railway-children"):
        (tmp_path / f"{name}.txt").write_text("One.\n\nTwo.\n", "utf-8")
    (book,) = training_books([tmp_path])
    assert (book.stem, list(paragraphs(book))) == ("e-nesbit_the-railway-children", ["One.", "Two."])


def test_listed_books_may_all_be_read_and_keep_their_folds() -> None:
    listed = (Path(__file__).parents[2] / "training" / "books.txt").read_text("utf-8").split()
    assert len(listed) == len(set(listed)) == 173
    assert fold_of(Path("e-nesbit_the-railway-children.txt"), 3) == 1


def test_directions_are_worth_what_their_section_says() -> None:
    found = read_directions("# words\n[common]\nto too\n[other]\nlaying > lying\ntoo to\n")
    assert found == {("to", "too"): 3.0, ("too", "to"): 3.0, ("laying", "lying"): 1.0}
    assert among(["to", "too"], found) == {("to", "too"): 3.0, ("too", "to"): 3.0}
    assert ("peek", "peak") in read_directions()


def test_thresholds_correct_as_much_as_the_alarms_allow() -> None:
    chance = np.random.default_rng(1)
    directions = {("a", "b"): 1.0, ("b", "a"): 1.0}
    margins = {pair: chance.normal(-6, 3, 20_000).astype(np.float32) for pair in directions}
    found = curves(margins, directions)
    strict, few = choose(found, directions, 10)
    lenient, more = choose(found, directions, 200)
    assert few <= 10 < more <= 200
    for pair in directions:
        assert strict[pair] > lenient[pair]
        alarms = sum(float((margins[each] > strict[each]).sum()) for each in directions)
        assert alarms == pytest.approx(few, abs=12)


def test_packed_network_answers_as_the_trained_one(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    words, outputs = ["<pad>", "<unk>", "<name>", "this", "since", "sense"], ["sense", "since"]
    inputs = (16 + 6) * 4 + 2
    shapes = {
        "embedding.weight": (len(words), 4),
        "first.weight": (5, inputs),
        "second.weight": (3, 5),
        "last.weight": (2, 3),
    }
    trained = {name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    trained |= {
        "first.bias": np.ones(5),
        "second.bias": np.ones(3),
        "last.bias": np.zeros(2),
        "correction": np.array([0.5, 0.0]),
    }
    trained["embedding.weight"][0] = 0
    back = unrounded(rounded(trained))
    assert np.allclose(back["first.weight"], trained["first.weight"], atol=0.03)
    assert list(back["last.bias"]) == [0.5, 0.0]

    assert len(pack(trained, words, outputs, tmp_path / "window.npz")) == 64
    with np.load(tmp_path / "window.npz") as packed:
        network = WindowNetwork(dict(packed))
    tokens = read_tokens("this sense " + "x " * REACH)
    (alone,) = network.rows(network.places([tokens], [(0, 1)]))
    assert alone.shape == (2,)
    # What lies beyond its reach changes nothing, nor does a text beside it.
    farther = read_tokens("this sense " + "x " * REACH + "this this")
    assert np.allclose(
        network.rows(network.places([read_tokens("since"), farther], [(0, 0), (1, 1)]))[1], alone, atol=1e-5
    )


def test_thresholds_are_lowered_to_just_beyond_the_nearest_clean_place() -> None:
    places, slips = np.array([3.5] * 7 + [5.0], dtype=np.float32), np.full(10, -9.0, dtype=np.float32)
    margins = {("a", "b"): places, ("b", "a"): slips}
    assert lower({("a", "b"): 7.0}, margins, [("a", "b")]) == {("a", "b"): 5.5}
    assert lower({("a", "b"): 12.0}, margins, [("a", "b")]) == {("a", "b"): 9.0}
    assert lower({("a", "b"): 5.2}, margins, [("a", "b")]) == {("a", "b"): 5.2}
    assert lower({}, margins, [("a", "b")]) == {("a", "b"): 5.5}


def test_few_clean_places_or_few_found_slips_leave_thresholds_as_they_are() -> None:
    few = {("a", "b"): np.full(7, 3.5, dtype=np.float32), ("b", "a"): np.full(10, -9.0, dtype=np.float32)}
    assert lower({("a", "b"): 7.0}, few, [("a", "b")]) == {("a", "b"): 7.0}
    deaf = {("a", "b"): np.full(8, 3.5, dtype=np.float32), ("b", "a"): np.full(10, -2.0, dtype=np.float32)}
    assert lower({}, deaf, [("a", "b")]) == {}


def test_slips_of_the_books_are_mended_before_they_count_as_alarms(tmp_path: Path) -> None:
    book = tmp_path / "sinclair-lewis_babbitt.txt"
    book.write_text("I will, some day before I past out.\nHe walked past.\n", "utf-8")
    assert list(mended_paragraphs(book)) == ["I will, some day before I passed out.", "He walked past."]


def lessons(chance: np.random.Generator, places: int) -> glance.Lessons:
    """Return places at which "to" or "too" stands, with a word before that says by how much the other fits better."""
    pair = chance.integers(0, 2, places)
    near = chance.integers(1, 4, (places, len(OFFSETS))).astype(np.uint16)
    margin = np.array([-6.0, 0.0, 6.0])[near[:, len(OFFSETS) // 2 - 1] - 1] * np.where(pair == 0, 1, -1)
    return glance.Lessons(
        words=["to", "too"],
        pairs=np.array([[0, 1], [1, 0]]),
        near=near,
        flags=chance.integers(0, 2, (places, 2)).astype(np.int8),
        starts=np.arange(places + 1),
        pair=pair,
        margin=margin.astype(np.float32),
    )


def test_glance_learns_what_the_model_says_and_how_far_it_may_be_off(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    embedding = np.vstack([np.zeros(4), chance.normal(size=(3, 4))]).astype(np.float32)
    learnt = lessons(chance, 12_000)
    weights = glance.fit(learnt, embedding, rounds=70)
    packed = rounded_glance(weights, learnt.words, {})
    thresholds = {"to": [("too", 4.0)], "too": [("to", 4.0)]}
    leads = glance.find_leads(learnt, Glance(packed, embedding), thresholds)
    # The model goes to 6 and the thresholds are at 4: a glance may see 2 less, and its reserve more.
    assert all(-2 < lead < 2 for lead in leads.values())

    checksum = write_packed(rounded_glance(weights, learnt.words, leads), tmp_path / "glance.npz")
    assert len(checksum) == 64
    with np.load(tmp_path / "glance.npz") as stored:
        trained = Glance(dict(stored), embedding)
    unseen = lessons(chance, 1_000)
    written = [unseen.words[pair] for pair in unseen.pair]
    doubtful = trained.doubts(Least(thresholds))(written, trained.units(unseen.near, unseen.flags))
    assert list(doubtful) == list(unseen.margin > 4)


def test_a_direction_that_the_glance_has_not_learnt_is_left_to_the_networks() -> None:
    chance = np.random.default_rng(4)
    embedding = chance.normal(size=(4, 4)).astype(np.float32)
    learnt = lessons(chance, 3_000)
    packed = rounded_glance(glance.fit(learnt, embedding, rounds=1), learnt.words, {("to", "too"): -100.0})
    trained = Glance(packed, embedding)
    units = trained.units(learnt.near[:2], learnt.flags[:2])
    doubts = trained.doubts(Least({"to": [("too", 4.0)], "too": [("to", 4.0)], "new": [("knew", 4.0)]}))
    assert list(doubts(["to", "too"], units)) == [False, True]
    assert list(doubts(["to", "new"], units)) == [False, True]
