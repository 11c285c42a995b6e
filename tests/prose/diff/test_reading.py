"""Shortest changes as a reader would tell them. What goes is written [-so-], what comes [+so+]."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.prose.diff.changes import Change, changes
from workshop.prose.diff.reading import readable, told
from workshop.prose.diff.tokens import text_tokens


def written(old: str, new: str) -> str:
    found = told(old, new)
    line, at = new[: found.start], 0
    for change in found.changes:
        gone = "".join(found.old[change.old_start : change.old_end])
        come = "".join(found.new[change.new_start : change.new_end])
        line += "".join(found.new[at : change.new_start]) + (gone and f"[-{gone}-]") + (come and f"[+{come}+]")
        at = change.new_end
    rest = len("".join(found.new[at:]))
    cut = len("".join(found.new)) + found.start
    return line + new[cut - rest :]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        # Sentences whole, wherever they are put in, and lines of a list.
        ("He sat. She left.", "He sat. He rose. She left.", "He sat. [+He rose. +]She left."),
        ("He sat. He left.", "He sat. He rose. He left.", "He sat. [+He rose. +]He left."),
        (
            "He had sat. He had left.",
            "He had sat. He had risen. He had left.",
            "He had sat. [+He had risen. +]He had left.",
        ),
        ("He sat.", "He sat. He rose.", "He sat.[+ He rose.+]"),
        ("He rose.", "He sat. He rose.", "[+He sat. +]He rose."),
        ("“No!” He sat. “Oh.”", "“No!” He sat. “Oh.” He rose.", "“No!” He sat. “Oh.”[+ He rose.+]"),
        ("2020/06/10 issues", "2020/06/11 email 2020/06/10 issues", "[+2020/06/11 email +]2020/06/10 issues"),
        (
            "See 2020/06/10 issues.",
            "See 2020/06/11 email 2020/06/10 issues.",
            "See [+2020/06/11 email +]2020/06/10 issues.",
        ),
        # No word is left standing by chance where it is the last of what was put in as well.
        (
            "known to her lover",
            "known[@ or is it? Used to me] to her lover",
            "known[+[@ or is it? Used to me]+] to her lover",
        ),
        (
            "made to endure. She was",
            "made to endure.[@ I love this ~J] She was",
            "made to endure.[+[@ I love this ~J]+] She was",
        ),
        ("stuff it in the scope", "stuff the native one in the scope", "stuff [-it-][+the native one+] in the scope"),
        ("the pier.... She’d never", "the pier. … She'd never", "the pier.[-...-] [-She’d-][+… She'd+] never"),
        # Words, and signs around a word.
        ("he said", "“he” “said”", "[+“+]he[+”+] [+“+]said[+”+]"),
        ("the big cat sat", "the small dog sat", "the [-big cat-][+small dog+] sat"),
        ("the big old cat sat", "the small old dog sat", "the [-big-][+small+] old [-cat-][+dog+] sat"),
        ("I like it.", "I really like it.", "I [+really +]like it."),
        ("It was very good.", "It was very, very good.", "It was [+very, +]very good."),
        ("so so", "so so so", "[+so +]so so"),
        ("the same", "the same", "the same"),
    ],
)
def test_a_change_reads_as_it_was_made(old, new, line):
    assert written(old, new) == line


TEXTS = st.lists(st.sampled_from(["a", "b", "c", " ", " ", ". ", "!”", "\n"]), max_size=24).map("".join)


@settings(max_examples=500)
@given(TEXTS, TEXTS)
def test_what_is_told_makes_one_text_the_other_and_changes_no_word_more(old, new):
    found = told(old, new)
    after = len(old) - found.start - len("".join(found.old))
    result, at = old[: found.start], 0
    for change in found.changes:
        assert at == 0 or change.old_start > at or change.new_start > at
        result += "".join(found.old[at : change.old_start] + found.new[change.new_start : change.new_end])
        at = change.old_end
    assert result + "".join(found.old[at:]) + old[len(old) - after :] == new
    fewest = changes(text_tokens(old), text_tokens(new))
    assert _words(found.changes, found.old, found.new) == _words(fewest, text_tokens(old), text_tokens(new))
    assert len(found.changes) <= len(fewest)


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_changes_that_are_told_stay_in_order_and_apart(old, new):
    told_changes = readable(changes(old, new), old, new)
    for one, other in pairwise(told_changes):
        assert one.old_end < other.old_start
        assert one.new_end < other.new_start


def _words(found: Sequence[Change], old: Sequence[str], new: Sequence[str]) -> int:
    gone = [token for change in found for token in old[change.old_start : change.old_end]]
    come = [token for change in found for token in new[change.new_start : change.new_end]]
    return sum(not token.isspace() for token in (*gone, *come))
