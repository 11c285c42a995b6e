"""How the grammar checker is doing: an immutable snapshot that pages show and scripts read."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    FETCHING = "fetching"
    STARTING = "starting"
    WARMING = "warming"
    READY = "ready"
    #: It stopped or cannot be reached, and is tried again by itself.
    PAUSED = "paused"
    #: It will not run until a person does something.
    OFF = "off"


_SHORT = {State.FETCHING: "starting", State.WARMING: "starting"}


@dataclass(frozen=True)
class Status:
    """One moment's state, with the sentence that a person is shown."""

    state: State
    message: str
    #: Bytes fetched, and in all; both 0 outside FETCHING.
    done: int = 0
    total: int = 0
    #: The group of languages that it is about; empty for the checker itself.
    group: str = ""

    @property
    def ready(self) -> bool:
        return self.state is State.READY

    @property
    def short(self) -> str:
        """The state in the four words that the editor knows: ready, starting, paused, off."""
        return _SHORT.get(self.state, self.state.value)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


STARTING = Status(State.STARTING, "The grammar checker is starting. You can write meanwhile.")
WARMING = Status(State.WARMING, "The grammar checker is warming up. You can write meanwhile.")
READY = Status(State.READY, "Grammar is on.")
STOPPED = Status(State.OFF, "The grammar checker is off.")


def fetching(done: int, total: int, group: str = "") -> Status:
    """Return the status while jars arrive."""
    what = "what the grammar checker needs for this language" if group else "the grammar checker"
    arrived = f", {done / 1e6:.0f} of {total / 1e6:.0f} MB" if total else ""
    return Status(State.FETCHING, f"Fetching {what}{arrived}. You can write meanwhile.", done, total, group)


def paused(reason: str, group: str = "") -> Status:
    return Status(State.PAUSED, reason, group=group)


def off(reason: str) -> Status:
    return Status(State.OFF, reason)
