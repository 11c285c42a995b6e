"""What of a long paragraph stands far from its changes. `~` begins and ends what a narrow page may leave out."""

from __future__ import annotations

import pytest

from tests.prose.makers import doc, p, t
from workshop.desk.around import FAR_LEAST, with_far_apart
from workshop.history.comparing import ShownBlock, compared_page

#: So long that leaving it out saves something, in sentences.
LONG = "The tide went out beyond the second marker, and nobody on the quay said a word about it. "
FAR = LONG * 3
NEAR = "She counted the boats twice, because Mira asked her to. "


def signs(row: ShownBlock) -> str:
    """Return the row's words as the newer text has them."""
    parts = ("".join(piece.text for piece in run.pieces if piece.change != "removed") for run in row.runs)
    return "".join(f"~{part}~" if run.is_far else part for part, run in zip(parts, row.runs, strict=True))


@pytest.mark.parametrize(
    "parted",
    [
        f"~{FAR}~{NEAR}It was %s.",
        f"It was %s. {NEAR}~{FAR}~",
        f"~{FAR}~{NEAR}A %s one. {NEAR}~{FAR}~",
        f"A %s one. {NEAR}~{FAR}~{NEAR}The %s one.",
        # Speech ends with its marks.
        f"~{FAR}~“{NEAR.strip()}” She was %s.",
        # Nothing worth leaving out, or no sentence to begin with.
        f"{LONG}{NEAR}It was %s.",
        f"{'on and ' * 60}%s",
    ],
    ids=["at the end", "at the start", "in the middle", "at both ends", "speech", "short", "no sentence"],
)
def test_sentences_beside_a_change_stay_and_those_behind_them_are_far(parted: str) -> None:
    whole = parted.replace("~", "")
    [row] = compared_page(doc(whole.replace("%s", "red")), doc(whole.replace("%s", "blue"))).rows
    assert signs(with_far_apart(row)) == parted.replace("%s", "blue")


def test_form_of_words_stays_where_a_paragraph_is_parted() -> None:
    [row] = compared_page(doc(p(t(FAR + NEAR, "em"), "It was red.")), doc(p(t(FAR + NEAR, "em"), "It was blue."))).rows
    far, near, *_ = with_far_apart(row).runs
    told = [(piece.text, piece.marks) for run in (far, near) for piece in run.pieces]
    assert told[:2] == [(FAR, ("em",)), (NEAR, ("em",))]


def test_of_an_unchanged_paragraph_its_end_stays() -> None:
    row, added = (with_far_apart(each) for each in compared_page(doc(FAR + NEAR), doc(FAR + NEAR, FAR)).rows)
    assert signs(row) == f"~{FAR}~{NEAR}"
    assert not any(run.is_far for run in added.runs)


def test_paragraph_that_only_moved_is_left_whole() -> None:
    others = [f"Another paragraph, number {number}, which stays where it is." for number in range(4)]
    rows = compared_page(doc(FAR, *others), doc(*others, FAR)).rows
    moved = [with_far_apart(row) for row in rows if isinstance(row, ShownBlock) and row.block.change != "same"]
    assert [row.block.change for row in moved] == ["moved_away", "moved"]
    assert not any(run.is_far for row in moved for run in row.runs)


def test_the_examples_are_as_long_as_they_say() -> None:
    assert len(LONG) < FAR_LEAST < len(FAR)
