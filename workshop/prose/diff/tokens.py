"""Text blocks cut into tokens: what is compared, and as a whole kept or replaced."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from prosemirror.model import Node

from workshop.prose.utf16 import utf16_length

#: Words with their inner hyphens and apostrophes, blanks, and every other character by itself.
_TOKEN = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*|\s+|[^\w\s]|_")

_BORDER = ("border",)

#: How much of a word must stay for it to be the same one, mended.
SAME_WORD = 0.5

#: Cuts a text into tokens. Who needs the same text's more than once can hand in one that remembers them.
Cut = Callable[[str], Sequence[str]]


@dataclass
class Tokens:
    """The tokens of some text blocks: words, runs of blanks, signs, leaves such as a hard break, borders of blocks.

    Two tokens are the same when their keys are; a text's key is the text. `texts` are what to show, `sizes` what each
    takes in the document. Marks are left aside, so that a word half in italics is one token.
    """

    keys: list[Hashable] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    #: The indexes of those that are no text.
    others: list[int] = field(default_factory=list)

    def places(self, start: int) -> list[int]:
        """Return where each token starts, and where the last one ends, if the first one starts there."""
        return list(accumulate(self.sizes, initial=start))

    def add_text(self, text: str, cut: Cut) -> None:
        found = cut(text)
        self.keys += found
        self.texts += found
        self.sizes += map(len if len(text) == utf16_length(text) else utf16_length, found)

    def add_other(self, key: Hashable, text: str, size: int) -> None:
        self.others.append(len(self.keys))
        self.keys.append(key)
        self.texts.append(text)
        self.sizes.append(size)


def text_tokens(text: str) -> list[str]:
    """Return the text cut into tokens; put together they are the text."""
    return _TOKEN.findall(text)


def block_tokens(blocks: Iterable[Node], cut: Cut = text_tokens) -> Tokens:
    """Return the tokens of text blocks that stand beside each other, with a border between every two."""
    tokens = Tokens()
    for index, block in enumerate(blocks):
        if index:
            tokens.add_other(_BORDER, "¶\n", 2)
        for is_text, nodes in groupby(block.children, key=lambda node: node.text is not None):
            if is_text:
                tokens.add_text("".join(node.text or "" for node in nodes), cut)
            else:
                for node in nodes:
                    tokens.add_other((node.type.name, str(node.attrs)), leaf_text(node), 1)
    return tokens


def leaf_text(node: Node) -> str:
    """Return what to show for a leaf that is gone or has come."""
    return "↵\n" if node.type.name == "hard_break" else f"[{node.attrs.get('alt') or node.type.name}]"
