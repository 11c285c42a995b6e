"""The context model: which word of a confusion set does this place want? What it was trained on stands in card.md."""

import os
from pathlib import Path

# A check is many small products: more threads fight over them, and over the processor with LanguageTool. NumPy reads this
# when it is loaded for the first time, so it stands here, before any module that imports it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

GLANCE_WEIGHTS = Path(__file__).with_name("glance.npz")
RECURRENT_WEIGHTS = Path(__file__).with_name("recurrent.npz")
WINDOW_WEIGHTS = Path(__file__).with_name("window.npz")
#: What each word may be mistaken for, and by how much that must fit better before anything is said.
THRESHOLDS = Path(__file__).with_name("thresholds.tsv")
