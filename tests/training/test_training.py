"""Training, as far as it goes without PyTorch: which books, which words, and how thresholds follow from clean text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.books import fold_of, paragraphs, training_books
from training.confusions import among, read_directions
from training.packing import pack, rounded
from training.thresholds import choose, curves
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
    shapes = {"embedding.weight": (len(words), 4), "first.weight": (5, inputs), "second.weight": (3, 5), "last.weight": (2, 3)}
    trained = {name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    trained |= {"first.bias": np.ones(5), "second.bias": np.ones(3), "last.bias": np.zeros(2), "correction": np.array([0.5, 0.0])}
    trained["embedding.weight"][0] = 0
    back = unrounded(rounded(trained))
    assert np.allclose(back["first.weight"], trained["first.weight"], atol=0.03)
    assert list(back["last.bias"]) == [0.5, 0.0]

    assert len(pack(trained, words, outputs, tmp_path / "window.npz")) == 64
    with np.load(tmp_path / "window.npz") as packed:
        network = WindowNetwork(dict(packed))
    tokens = read_tokens("this sense " + "x " * REACH)
    alone = network.scores([tokens], [[1]])[0][1]
    assert alone.shape == (2,)
    # What lies beyond its reach changes nothing, nor does a text beside it.
    farther = read_tokens("this sense " + "x " * REACH + "this this")
    assert np.allclose(network.scores([read_tokens("since"), farther], [[0], [1]])[1][1], alone, atol=1e-5)
