"""The network as it learns. Its layers have the names and the shapes that workshop/grammar/context/model.py reads."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from workshop.grammar.context.window import FLAGS, NEAR_OFFSETS, STRETCH_OFFSETS

EMBEDDING = 80
FIRST = 448
SECOND = 224
#: So often a word around the place is hidden, and a unit of the first layer silent, so that no single one is relied on.
HIDDEN_WORDS = 0.07
SILENT_UNITS = 0.15


class LearningNetwork(nn.Module):
    """Scores for the output words from the words around a place."""

    def __init__(self, words: int, outputs: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, EMBEDDING, padding_idx=0)
        inputs = (len(NEAR_OFFSETS) + len(STRETCH_OFFSETS)) * EMBEDDING + FLAGS
        self.first = nn.Linear(inputs, FIRST)
        self.second = nn.Linear(FIRST, SECOND)
        self.last = nn.Linear(SECOND, outputs)
        self.silence = nn.Dropout(SILENT_UNITS)
        nn.init.normal_(self.embedding.weight, std=0.3)
        with torch.no_grad():
            self.embedding.weight[0] = 0

    def forward(self, near: Tensor, far: list[Tensor], flags: Tensor) -> Tensor:
        """Return a row of scores for each row of word numbers: those near in their places, those far by stretches."""
        if self.training:
            near = near.masked_fill(torch.rand(near.shape) < HIDDEN_WORDS, 0)
        parts = [self.embedding(near).flatten(1)]
        for ids in far:
            count = (ids != 0).sum(dim=1, keepdim=True).clamp(min=1)
            parts.append(self.embedding(ids).sum(dim=1) / count)
        layer = self.silence(torch.relu(self.first(torch.cat([*parts, flags], dim=1))))
        return self.last(torch.relu(self.second(layer)))
