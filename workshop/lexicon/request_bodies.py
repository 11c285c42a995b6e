"""Reads what is sent to the lexicon, and refuses what it cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

from workshop.errors import BadInput, TooLarge
from workshop.lexicon.lists import Entry, Listing, clean_term, read_list
from workshop.lexicon.names import term_in
from workshop.web import file_text, json_body, plain_words, whole_number

#: A list of as many names as a lexicon can hold.
LIST_MAX = 400_000
TEXTS_MAX = 10_000
#: Twenty other names, and what parts them.
ALSO_FIELD_MAX = 2_000


@dataclass(frozen=True)
class Sent:
    """The words that came, and of a list the lines that could not be read, to be put right."""

    listing: Listing

    @property
    def unread_lines(self) -> str:
        return "\n".join(line.text for line in self.listing.unreadable)


def read_sent() -> Sent:
    """Return the words that were sent, at least one, or one line that is none; raises BadInput."""
    if request.is_json:
        # A script sends the word that it found; a person wrote the term itself.
        return Sent(_as_listing(term_in(plain_words(text)) for text in _texts(json_body())))
    if "lines" in request.form or "file" in request.files:
        listing = read_list(plain_words(_list_text()))
    else:
        listing = _as_listing(plain_words(text) for text in request.form.getlist("term")[:TEXTS_MAX] if text.strip())
    if not (listing.entries or listing.unreadable):
        raise BadInput("Write or choose at least one name or word.")
    return Sent(listing)


def number_sent(name: str) -> int:
    """Return the id that a form field holds; raises BadInput."""
    return whole_number(request.form.get(name, ""))


def _as_listing(texts: Iterable[str]) -> Listing:
    return Listing(tuple(Entry(clean_term(text)) for text in texts))


def _texts(body: dict[str, object]) -> list[str]:
    texts = body.get("texts", [body.get("text")])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts) or len(texts) > TEXTS_MAX:
        raise BadInput
    if not texts:
        raise BadInput("Choose at least one name or word.")
    return texts


def _list_text() -> str:
    """Return the list: what the field holds, and below it what the file does."""
    text, file = request.form.get("lines", ""), file_text("file")
    if file is not None:
        text = f"{text}\n{file}"
    if len(text) > LIST_MAX:
        raise TooLarge(f"A list can have at most {LIST_MAX:,} characters. Nothing was changed.")
    return text
