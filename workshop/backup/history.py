"""A document played from its first save on. Pure."""

import hashlib

from prosemirror.transform import Step

from workshop.prose.documents import apply_steps, empty_document
from workshop.works.stored import written


class History:
    """Its newest state so far, how many steps made it, and a digest of every state on the way."""

    def __init__(self) -> None:
        self.node = empty_document()
        self.version = 0
        self._states = hashlib.sha256()

    def go_on(self, steps: list[Step]) -> None:
        """Apply one save; raises BadStep for one that does not fit or breaks the schema."""
        self.node = apply_steps(self.node, steps).doc
        self.version += len(steps)
        self._states.update(hashlib.sha256(written(self.node).encode()).digest())

    def digest(self) -> str:
        """Return SHA-256 over the SHA-256 of the JSON of each save's state: two documents with one had the same history."""
        return self._states.hexdigest()
