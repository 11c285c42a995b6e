"""Trains the context model of workshop/grammar/context: for maintainers, with tools that Galley itself does not need.

README.md says what to run. `books` and `corpus` read texts, `network` and `fit` learn, `thresholds` decides from clean
books what is said, `packing` writes the files that Galley reads.
"""
