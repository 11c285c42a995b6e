"""Text blocks cut into tokens: what is compared, and as a whole kept or replaced."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from prosemirror.model import Node

from workshop.prose.utf16 import utf16_length

#: Words with their inner hyphens and apostrophes, blanks, and every other character by itself.
_WORD = r"[^\W_]+(?:[’'\-][^\W_]+)*|[^\w\s]|_"
# What most tokens are comes first, as it is found sooner: a blank, and a word of plain letters that cannot go on.
_PLAIN_WORD = r"[A-Za-z]+(?=[\s,.;!?”])"
_WORDS = re.compile(rf"{_PLAIN_WORD}|{_WORD}")
_TOKENS = re.compile(rf"\s+|{_PLAIN_WORD}|{_WORD}")

_BORDER = ("border",)

#: How much of a word must stay for it to be the same one, mended.
SAME_WORD = 0.5
#: What to show for a border of two blocks that has come or gone, and what room it takes.
BORDER_SHOWN, BORDER_SIZE = "¶\n", 2


@dataclass
class Tokens:
    """The tokens of some text blocks: words, runs of blanks, signs, leaves such as a hard break, borders of blocks.

    Two tokens are the same when their keys are; a text's key is the text. `texts` are what to show, `sizes` what each
    takes in the document. Marks are left aside, so that a word half in italics is one token.
    """

    keys: list[Hashable] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def places(self, start: int) -> list[int]:
        """Return where each token starts, and where the last one ends, if the first one starts there."""
        return list(accumulate(self.sizes, initial=start))

    def add_text(self, text: str) -> None:
        found = text_tokens(text)
        self.keys += found
        self.texts += found
        self.sizes += map(len if len(text) == utf16_length(text) else utf16_length, found)

    def add_other(self, key: Hashable, text: str, size: int) -> None:
        self.keys.append(key)
        self.texts.append(text)
        self.sizes.append(size)


def text_tokens(text: str) -> list[str]:
    """Return the text cut into tokens; put together they are the text."""
    return _TOKENS.findall(text)


def text_words(text: str) -> list[str]:
    """Return the words and signs of the text: its tokens without the blanks."""
    return _WORDS.findall(text)


def block_tokens(blocks: Iterable[Node]) -> Tokens:
    """Return the tokens of text blocks that stand beside each other, with a border between every two."""
    tokens = Tokens()
    for index, block in enumerate(blocks):
        if index:
            tokens.add_other(_BORDER, BORDER_SHOWN, BORDER_SIZE)
        for is_text, nodes in groupby(block.children, key=lambda node: node.text is not None):
            if is_text:
                tokens.add_text("".join(node.text or "" for node in nodes))
            else:
                for node in nodes:
                    tokens.add_other((node.type.name, str(node.attrs)), leaf_text(node), 1)
    return tokens


def leaf_text(node: Node) -> str:
    """Return what to show for a leaf that is gone or has come."""
    return "↵\n" if node.type.name == "hard_break" else f"[{node.attrs.get('alt') or node.type.name}]"
