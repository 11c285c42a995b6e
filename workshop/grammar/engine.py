"""What the process has of grammar: one supervised server, one client, and their memory."""

from __future__ import annotations

from collections.abc import Callable

from workshop.grammar.languagetool.client import Client
from workshop.grammar.languagetool.status import Status
from workshop.grammar.languagetool.supervisor import Supervisor
from workshop.grammar.memory import Memory, rule_set
from workshop.grammar.profile import SWITCHES
from workshop.grammar.speller import Speller
from workshop.grammar.turns import Turns
from workshop.settings import Settings

#: What a server is warmed up with; other languages warm up at their first check.
FIRST_LANGUAGE = "en-US"


class Engine:
    """The grammar checker of one process. `client`, `speller`, `memory` and `turns` may be used from any thread."""

    def __init__(self, settings: Settings, on_change: Callable[[Status], None] = lambda status: None) -> None:
        self._supervisor = Supervisor(
            settings.instance / "languagetool",
            warm_up=lambda url: Client(lambda: url, SWITCHES).warm_up(FIRST_LANGUAGE),
            server_url=settings.languagetool_url,
            on_change=on_change,
        )
        self.client = Client(lambda: self._supervisor.url, SWITCHES, on_failure=self._supervisor.look_now)
        self.speller = Speller(self.client)
        self.turns = Turns()
        elsewhere = (settings.languagetool_url or "").encode()
        self.memory = Memory(rule_set() + elsewhere)

    @property
    def status(self) -> Status:
        return self._supervisor.status

    @property
    def url(self) -> str | None:
        """Where the server answers; None while it does not."""
        return self._supervisor.url

    def start(self) -> None:
        """Fetch what is missing and start, in the background."""
        self._supervisor.start()

    def stop(self) -> None:
        self._supervisor.stop()

    def wait(self, timeout_seconds: float, *, give_up_early: bool = False) -> Status:
        """Return the status once it is ready or off for good, at its first failure if told so, or after the time."""
        return self._supervisor.wait(timeout_seconds, give_up_early=give_up_early)
