"""Books as numbers: each paragraph's tokens as Galley reads them, in one long array with room between paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.books import fold_of, paragraphs
from workshop.grammar.context.tokens import ENDINGS, Token, begins_sentence, read_tokens, spoken, unknown_form
from workshop.grammar.context.window import REACH

PAD = "<pad>"
_SPECIAL = (PAD, "<num>", "<name>", "<name's>", "<unk's>", "<unk>", *(f"<unk:{ending}>" for ending in ENDINGS))
#: A word is learnt when it stands so often in the books, and is not a name: mostly capital inside sentences.
OFTEN_ENOUGH = 25
NAME_SHARE = 0.75
_CAPITAL_FORMS = frozenset({"i", "i'm", "i'd", "i'll", "i've"})


@dataclass(frozen=True)
class Corpus:
    """Tokens of all books in their order; between two paragraphs lie `REACH` places of padding."""

    ids: np.ndarray
    is_capital: np.ndarray
    is_spoken: np.ndarray
    #: Where a name may stand for all one knows: a capital that the sentence does not explain. Never asked about.
    is_name: np.ndarray
    fold: np.ndarray
    words: int


@dataclass(frozen=True)
class Places:
    """Where output words stand in a corpus: the place, and which of the output words it is."""

    at: np.ndarray
    word: np.ndarray

    def within(self, chosen: np.ndarray) -> Places:
        """Return those of the places that are chosen."""
        return Places(self.at[chosen], self.word[chosen])


def make_vocabulary(books: Sequence[Path], needed: Iterable[str]) -> list[str]:
    """Return the words that the network shall know, the classes of unknown ones first."""
    count: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for book in books:
        for text in paragraphs(book):
            tokens = read_tokens(text)
            for place, token in enumerate(tokens):
                count[token.form] += 1
                if not begins_sentence(tokens, place):
                    inside[token.form] += 1
                    capital[token.form] += token.is_capital
    wanted = set(needed)

    def is_learnt(form: str) -> bool:
        if form in wanted or form in _CAPITAL_FORMS:
            return True
        is_name = form[0].isalpha() and capital[form] > NAME_SHARE * inside[form]
        return count[form] >= OFTEN_ENOUGH and not is_name and not form[0].isdigit()

    return [*_SPECIAL, *(form for form, _ in count.most_common() if is_learnt(form))]


def encode(books: Sequence[Path], vocabulary: Sequence[str], folds: int) -> Corpus:
    """Return the books in numbers."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    columns: list[list[np.ndarray]] = [[], [], [], [], []]
    words = 0
    gap = np.zeros(REACH, dtype=np.uint16)
    for book in books:
        fold = fold_of(book, folds)
        for text in paragraphs(book):
            words += len(text.split())
            tokens = read_tokens(text)
            rows = (
                [_number(numbers, token) for token in tokens],
                [token.is_capital for token in tokens],
                spoken(tokens),
                [_is_name(tokens, place) for place in range(len(tokens))],
                [fold] * len(tokens),
            )
            for column, row in zip(columns, rows, strict=True):
                column += [gap, np.array(row, dtype=np.uint16)]
    ids, capital, speech, name, fold_column = (np.concatenate([*column, gap]) for column in columns)
    return Corpus(
        ids, capital.astype(bool), speech.astype(bool), name.astype(bool), fold_column.astype(np.uint8), words
    )


def output_places(corpus: Corpus, vocabulary: Sequence[str], outputs: Sequence[str]) -> Places:
    """Return where the output words stand; names are left out."""
    numbers = {word: number for number, word in enumerate(outputs)}
    output_of = np.array([numbers.get(word, -1) for word in vocabulary], dtype=np.int32)
    at = np.flatnonzero((output_of[corpus.ids] >= 0) & ~corpus.is_name)
    return Places(at, output_of[corpus.ids[at]])


def _number(numbers: dict[str, int], token: Token) -> int:
    known = numbers.get(token.form)
    return numbers[unknown_form(token)] if known is None else known


def _is_name(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    return (
        token.is_capital
        and not token.form.startswith("i'")
        and token.form != "i"
        and not begins_sentence(tokens, place)
    )
