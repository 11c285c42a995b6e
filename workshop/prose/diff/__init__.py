"""What changed between two documents: shown to a reader (`compare`), or as steps that make one the other.

`tokens` cuts text into words, `changes` finds which of them changed, and `reading` tells it as a reader would; `pairing`
finds which blocks belong together and `alignment` what became of each. `compare` and `steps` each make their own answer
of that; `reverting` puts a single change of a comparison back. `survivors` tells from the steps which words are still
there, and `refinding` where lost ones stand. `merging` brings what another text changed into a third, its moves set
aside by `unmoving`.
"""

from workshop.prose.diff.compare import ComparedBlock, Fold, Piece, Span, Style, compare, fold_unchanged
from workshop.prose.diff.leaving import with_left
from workshop.prose.diff.merging import Difference, Keep, Merge, merge
from workshop.prose.diff.reverting import Chosen, reverting_steps
from workshop.prose.diff.steps import steps_between

__all__ = [
    "Chosen",
    "ComparedBlock",
    "Difference",
    "Fold",
    "Keep",
    "Merge",
    "Piece",
    "Span",
    "Style",
    "compare",
    "fold_unchanged",
    "merge",
    "reverting_steps",
    "steps_between",
    "with_left",
]
