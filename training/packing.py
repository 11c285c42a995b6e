"""Writes the files that Galley reads: window.npz, glance.npz and thresholds.tsv."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

_MATRICES = ("embedding.weight", "first.weight", "second.weight", "last.weight")
#: As the trained file calls them: as the packed file does.
_NAMES = {"embedding.weight": "embedding"}


def pack(network: Mapping[str, Any], vocabulary: Sequence[str], outputs: Sequence[str], target: Path) -> str:
    """Write the network with whole numbers of eight bits and a scale for each row; give the file's SHA-256."""
    return write_packed({"words": words_of(vocabulary, outputs), **rounded(network)}, target)


def words_of(vocabulary: Sequence[str], outputs: Sequence[str]) -> np.ndarray:
    """Return the words that the network reads and those that it answers with, as the file holds them."""
    words = json.dumps({"in": list(vocabulary), "out": list(outputs)}, ensure_ascii=False)
    return np.frombuffer(words.encode("utf-8"), dtype=np.uint8)


def rounded(network: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return a trained network's weights as they are packed; its `correction` goes into the last layer's bias."""
    found: dict[str, np.ndarray] = {}
    for name in _MATRICES:
        found |= _whole_numbers(_NAMES.get(name, name), network[name])
    for name in ("first.bias", "second.bias"):
        found[name] = network[name].astype(np.float32)
    found["last.bias"] = (network["last.bias"] + network["correction"]).astype(np.float32)
    return found


def rounded_glance(
    weights: Mapping[str, np.ndarray], words: Sequence[str], leads: Mapping[tuple[str, str], float]
) -> dict[str, np.ndarray]:
    """Return the glance as it is packed: its weights by word, and the lead of each direction."""
    told = json.dumps({"out": list(words), "pairs": list(leads)}, ensure_ascii=False).encode("utf-8")
    found = {
        "words": np.frombuffer(told, dtype=np.uint8),
        "leads": np.array(list(leads.values()), dtype=np.float32),
        "first.bias": weights["first.bias"],
        "last.bias": weights["last.bias"],
    }
    for name in ("first.weight", "last.weight"):
        found |= _whole_numbers(name, weights[name])
    return found


def _whole_numbers(name: str, matrix: np.ndarray) -> dict[str, np.ndarray]:
    """Return a matrix as whole numbers of eight bits and a scale for each row."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) / 127 + 1e-12
    return {name: np.round(matrix / scale).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def write_packed(packed: Mapping[str, np.ndarray], target: Path) -> str:
    """Write the arrays; give the file's SHA-256."""
    np.savez_compressed(target, **packed)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def write_thresholds(thresholds: Mapping[tuple[str, str], float], target: Path) -> None:
    """Write the directions in their order, one a line."""
    lines = ["# written, meant, and by how much the second must score higher (card.md says how that was chosen)"]
    lines += [f"{written}\t{meant}\t{value:.2f}" for (written, meant), value in sorted(thresholds.items())]
    target.write_text("\n".join(lines) + "\n", "utf-8")
