"""Words, counted as the Archive of Our Own counts them (word_counter.rb), so that a drabble here is a drabble there.

The browser counts live by the same rules; tests/prose/word_count_vectors.json holds both to them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from prosemirror.model import Node

from workshop.prose.inline import Closed, inline_events
from workshop.prose.plain import text_blocks
from workshop.prose.sharing import once_a_node, unshared_children

# \p{Han}, \p{Hiragana}, \p{Katakana} and \p{Thai}: written without blanks, so every character is a word.
_WORD_EACH = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e5b"
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d"
    "\ufa70-\ufad9\uff66-\uff6f\uff71-\uff9d\U00016fe2-\U00016fe3\U00016ff0-\U00016ff6\U0001aff0-\U0001b122"
    "\U0001b132\U0001b150-\U0001b152\U0001b155\U0001b164-\U0001b167\U0001f200\U00020000-\U0003ffff]"
)
# Letters in circles and squares are alphabetic to Unicode, though it files them under symbols.
_ENCLOSED_LETTER = re.compile("[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")

_SUGGESTIONS = {"insertion", "deletion", "modification"}


def count_words(text: str) -> int:
    """Return the number of words in one run of text, as the archive counts a text node."""
    return len(text.replace("--", "—").translate(_SHAPES).split())


def count_more_words(before: Node, after: Node) -> int:
    """Return how many words more the archive would count in the HTML of `after`; negative when they are fewer.

    It counts every text node by itself, so a word that is half in italics is two. Suggested deletions do not count.
    Documents share the blocks that a change left alone, so a keystroke costs the counting of one paragraph.
    """
    old, new = unshared_children(before, after)
    return sum(map(_count_words_in, new)) - sum(map(_count_words_in, old))


def _count_words_in(node: Node) -> int:
    blocks = [node] if node.is_textblock else [block for block, _ in text_blocks(node)]
    return sum(map(_count_words_of, blocks))


@once_a_node
def _count_words_of(block: Node) -> int:
    return sum(map(count_words, _text_nodes(block)))


def _text_nodes(block: Node) -> Iterator[str]:
    """Yield the texts of the block's HTML text nodes, once its suggestions are accepted; readings in ruby included."""
    text = ""
    for event in inline_events(_accepted(block.children)):
        if isinstance(event, Node) and event.text is not None:
            text += event.text
            continue
        yield text
        text = ""
        if isinstance(event, Closed) and event.mark.type.name == "ruby":
            yield str(event.mark.attrs["text"])
    yield text


def _accepted(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        kept = [mark for mark in node.marks if mark.type.name not in _SUGGESTIONS]
        if len(kept) == len(node.marks):
            yield node
        elif not any(mark.type.name == "deletion" for mark in node.marks):
            yield node.mark(kept)


class _Shapes(dict[int, str]):
    """What each character becomes before words are counted as what stands between blanks; filled as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = _shape(chr(code))
        return shape


def _shape(character: str) -> str:
    if character in "'’‘-":
        return ""
    if _WORD_EACH.match(character):
        return " w "
    return "w" if _is_word_character(character) else " "


def _is_word_character(character: str) -> bool:
    """Tell what Ruby's [[:word:]] holds: letters, marks, decimal digits and connecting punctuation.

    Python's \\w has no combining marks, and takes ½ and ² for word characters.
    """
    category = unicodedata.category(character)
    return category[0] in "LM" or category in {"Nd", "Nl", "Pc"} or _ENCLOSED_LETTER.match(character) is not None


_SHAPES = _Shapes()
