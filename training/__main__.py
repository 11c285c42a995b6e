"""python -m training read|fit|calibrate|pack|lower|glance: see README.md."""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training import glance
from training.books import WITHOUT_APOSTROPHES, fold_of, training_books
from training.confusions import WORTH, among, read_directions
from training.corpus import OFTEN_ENOUGH, Corpus, encode, make_vocabulary, output_places
from training.margins import measure
from training.packing import pack, rounded, rounded_glance, words_of, write_packed, write_thresholds
from training.thresholds import choose, curves, lower
from workshop.grammar.context import GLANCE_WEIGHTS, RECURRENT_WEIGHTS, THRESHOLDS, WINDOW_WEIGHTS
from workshop.grammar.context.glance import Glance
from workshop.grammar.context.model import SHA256, Model, read_weights
from workshop.grammar.context.recurrent import RecurrentNetwork
from workshop.grammar.context.slips import directions as committed_directions
from workshop.grammar.context.window import WindowNetwork

#: Of so many parts of the books one only sets the thresholds: the first.
FOLDS = 3
ROUNDS = 4
#: False alarms per 1,000 words of the books that set the thresholds.
ALARMS = 0.04


def main() -> int:
    asked = _parser().parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    return STEPS[asked.step](asked)


def read(asked: argparse.Namespace) -> int:
    """Read the books once: vocabulary and corpus."""
    books = training_books(asked.books)
    directions = read_directions()
    vocabulary = make_vocabulary(books, {word for direction in directions for word in direction})
    corpus = encode(books, vocabulary, FOLDS)
    outputs = learnable(directions, vocabulary, corpus)
    _keep(asked.work / "corpus.pickle", (vocabulary, outputs, corpus))
    print(f"{len(books)} books, {corpus.words:,} words, {len(vocabulary):,} known, {len(outputs):,} asked about")
    return 0


def fit_network(asked: argparse.Namespace) -> int:
    """Train the window network on all folds but the first."""
    from training.fit import fit  # needs PyTorch, the other steps do not

    vocabulary, outputs, corpus = _kept(asked.work / "corpus.pickle")
    places = output_places(corpus, vocabulary, outputs)
    places = places.within(corpus.fold[places.at] != 0)
    directions = among(outputs, read_directions())
    network, correction = fit(corpus, places, len(vocabulary), outputs, directions, ROUNDS, seed=0)
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    np.savez(asked.work / "fitted.npz", correction=correction, **state)
    return 0


def calibrate(asked: argparse.Namespace) -> int:
    """Measure both networks together on the books of the first fold and on those that nobody learnt from."""
    vocabulary, outputs, _ = _kept(asked.work / "corpus.pickle")
    window = WindowNetwork({**rounded(_fitted(asked.work)), "words": words_of(vocabulary, outputs)})
    model = Model(RecurrentNetwork(read_weights(RECURRENT_WEIGHTS, SHA256[RECURRENT_WEIGHTS])), window)
    books = [book for book in training_books(asked.books) if fold_of(book, FOLDS) == 0]
    margins, words = measure(model, [*books, *training_books(asked.further)], list(among(outputs, read_directions())))
    _keep(asked.work / "margins.pickle", (margins, words))
    return 0


def pack_model(asked: argparse.Namespace) -> int:
    """Write weights and thresholds at the alarms that are allowed."""
    vocabulary, outputs, _ = _kept(asked.work / "corpus.pickle")
    margins, words = _kept(asked.work / "margins.pickle")
    directions = among(outputs, read_directions())
    thresholds, expected = choose(curves(margins, directions), directions, asked.alarms * words / 1000)
    write_thresholds(thresholds, THRESHOLDS)
    checksum = pack(_fitted(asked.work), vocabulary, outputs, WINDOW_WEIGHTS)
    print(f"{len(thresholds)} directions, {1000 * expected / words:.3f} alarms expected per 1,000 words")
    print(f"{checksum} goes into workshop/grammar/context/model.py")
    return 0


def lower_thresholds(asked: argparse.Namespace) -> int:
    """Lower what the committed thresholds of the common directions have to spare, by books the window network has not seen."""
    model = Model.load()
    common = [
        pair for pair, worth in among(model.window.outputs, read_directions()).items() if worth == WORTH["common"]
    ]
    books = [book for book in training_books(asked.books) if fold_of(book, FOLDS) == 0] + training_books(asked.further)
    whole = [book for book in books if book.stem != WITHOUT_APOSTROPHES]
    margins, words = measure(model, whole, common)
    plain = [pair for pair in common if "'" not in "".join(pair)]
    more, more_words = measure(model, [book for book in books if book not in whole], plain)
    together = {pair: np.concatenate([found, more[pair]]) if pair in more else found for pair, found in margins.items()}
    before = {(written, meant): least for written, found in committed_directions().items() for meant, least in found}
    thresholds = lower(before, together, common)
    write_thresholds(thresholds, THRESHOLDS)
    changed = sum(least != before.get(pair) for pair, least in thresholds.items())
    print(f"{changed} of {len(thresholds)} thresholds changed by {words + more_words:,} words")
    return 0


def teach_glance(asked: argparse.Namespace) -> int:
    """Teach the glance by the committed model and thresholds, and write its weights with how far it is to be trusted."""
    model, thresholds = Model.load(glance=None), committed_directions()
    books = [book for book in training_books(asked.books) if book.stem != WITHOUT_APOSTROPHES]
    lessons = glance.take_lessons(
        model, books, [(written, meant) for written, each in thresholds.items() for meant, _ in each]
    )
    weights = glance.fit(lessons, model.window.embedding)
    untried = Glance(rounded_glance(weights, lessons.words, {}), model.window.embedding)
    leads = glance.find_leads(lessons, untried, thresholds)
    checksum = write_packed(rounded_glance(weights, lessons.words, leads), GLANCE_WEIGHTS)
    print(f"{len(lessons.near):,} places, a lead of {np.median(list(leads.values())):.1f} in the middle")
    print(f"{checksum} goes into workshop/grammar/context/model.py")
    return 0


def learnable(directions: Mapping[tuple[str, str], float], vocabulary: Sequence[str], corpus: Corpus) -> list[str]:
    """Return the words of the directions whose meant word stands often enough in the books to be known, in order."""
    count = dict(zip(vocabulary, np.bincount(corpus.ids, minlength=len(vocabulary)), strict=True))
    pairs = [
        (written, meant) for written, meant in directions if count.get(meant, 0) >= OFTEN_ENOUGH and written in count
    ]
    return sorted({word for pair in pairs for word in pair})


def _fitted(work: Path) -> dict[str, np.ndarray]:
    with np.load(work / "fitted.npz") as stored:
        return dict(stored)


def _keep(path: Path, what: Any) -> None:
    with path.open("wb") as file:
        pickle.dump(what, file)


def _kept(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m training")
    parser.add_argument("step", choices=list(STEPS))
    parser.add_argument(
        "--books", type=Path, action="append", default=[], help="a folder of texts, one paragraph a line"
    )
    parser.add_argument(
        "--further", type=Path, action="append", default=[], help="likewise, of books only to calibrate on"
    )
    parser.add_argument("--work", type=Path, required=True, help="the folder for what lies between the steps")
    parser.add_argument("--alarms", type=float, default=ALARMS, help="false alarms allowed per 1,000 words")
    return parser


STEPS = {
    "read": read,
    "fit": fit_network,
    "calibrate": calibrate,
    "pack": pack_model,
    "lower": lower_thresholds,
    "glance": teach_glance,
}


if __name__ == "__main__":
    sys.exit(main())
