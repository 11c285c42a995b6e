"""Blocks as the aligner sees them: by a key for exactly the same, and by their words for alike."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from prosemirror.model import Mark, Node

from workshop.prose.diff.tokens import Cut, text_tokens
from workshop.prose.plain import block_text, text_between
from workshop.prose.scene_breaks import is_scene_break

# A drawn scene break and a real one are alike: one becomes the other where an author tidies up.
_SCENE_BREAK_WORDS = ("***",)


@dataclass(frozen=True)
class Unit:
    """What is aligned. Only the very same block, in the same surroundings, has the same key."""

    node: Node
    key: Hashable
    cut: Cut = text_tokens

    @property
    def is_text(self) -> bool:
        """Whether it may be parted and joined; other blocks stand or fall as one."""
        return self.node.is_textblock

    @cached_property
    def words(self) -> Sequence[str]:
        text = block_text(self.node) if self.is_text else text_between(self.node, 0, self.node.content.size)
        if self.node.type.name == "scene_break" or is_scene_break(text):
            return _SCENE_BREAK_WORDS
        return [token for token in self.cut(text) if not token.isspace()]


def unit_of(node: Node, within: Hashable = None, cut: Cut = text_tokens) -> Unit:
    """Return the unit of a block; `within` is what it stands in, where that is to count."""
    return Unit(node, (within, _key(node)), cut)


def _key(node: Node) -> Hashable:
    if node.text is not None:
        return (node.text, *map(_mark_key, node.marks)) if node.marks else node.text
    return (node.type.name, str(node.attrs), *map(_mark_key, node.marks), "", *map(_key, node.children))


def _mark_key(mark: Mark) -> Hashable:
    return (mark.type.name, str(mark.attrs))
