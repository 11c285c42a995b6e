"""Blocks as the aligner sees them: by a key for exactly the same, and by their words for alike."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from prosemirror.model import Mark, Node

from workshop.prose.diff.tokens import text_words
from workshop.prose.plain import block_text, text_between
from workshop.prose.scene_breaks import is_scene_break

# A drawn scene break and a real one are alike: one becomes the other where an author tidies up.
_SCENE_BREAK_WORDS = ("***",)

#: Finds the words of a line. Who needs the same line's more than once can hand in one that remembers them.
WordsOf = Callable[[str], Sequence[str]]


def line_words(line: str) -> Sequence[str]:
    """Return the words of a line; those of a scene break where it draws one."""
    return _SCENE_BREAK_WORDS if is_scene_break(line) else text_words(line)


@dataclass(eq=False, slots=True)
class Unit:
    """What is aligned. Only the very same block, in the same surroundings, has the same key.

    One that `is_text` may be parted and joined; other blocks stand or fall as one.
    """

    node: Node
    key: Hashable
    is_text: bool
    text: str
    _words_of: WordsOf
    # Not a cached property: Python 3.11 takes a lock for each, and most of a hundred thousand paragraphs are asked once.
    _words: Sequence[str] | None = field(default=None, init=False)

    @property
    def words(self) -> Sequence[str]:
        if self._words is None:
            self._words = self._words_of(self.text)
        return self._words


def unit_of(node: Node, within: Hashable = None, words_of: WordsOf = line_words) -> Unit:
    """Return the unit of a block; `within` is what it stands in, where that is to count."""
    children = node.content.content
    if len(children) == 1 and (text := children[0].text) and not children[0].marks and not node.marks:
        # As nearly every paragraph is, and a comparison asks for all of them.
        return Unit(node, (within, node.type.name, *node.attrs.values(), text), True, text, words_of)
    if node.type.name == "scene_break":
        return Unit(node, (within, _key(node)), False, "", lambda _: _SCENE_BREAK_WORDS)
    is_text = node.is_textblock
    text = block_text(node) if is_text else text_between(node, 0, node.content.size)
    return Unit(node, (within, _key(node)), is_text, text, words_of)


def _key(node: Node) -> Hashable:
    return (node.type.name, str(node.attrs), *map(_mark_key, node.marks), "", *map(_child_key, node.children))


def _child_key(node: Node) -> Hashable:
    if node.text is None:
        return _key(node)
    return (node.text, *map(_mark_key, node.marks)) if node.marks else node.text


def _mark_key(mark: Mark) -> Hashable:
    return (mark.type.name, str(mark.attrs))
