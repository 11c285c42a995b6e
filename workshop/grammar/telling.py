"""Tells open pages how the grammar checker is doing."""

from workshop import live
from workshop.grammar.languagetool.status import State, Status

#: While jars are fetched a page hears of every such part of them.
STEP_PERCENT = 2


class Telling:
    """Called with every new status; publishes those that a person would notice."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[State, int]] = {}

    def __call__(self, status: Status) -> None:
        noticed = (status.state, status.percent // STEP_PERCENT)
        if noticed == self._last.get(status.group):
            return
        self._last[status.group] = noticed
        payload = {"state": status.short, "message": status.message, "percent": status.percent, "group": status.group}
        live.hub.publish(None, live.Event("grammar", payload))
