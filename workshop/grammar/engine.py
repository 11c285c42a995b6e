"""What the process has of grammar: one supervised server, one client, and their memory."""

from __future__ import annotations

from collections.abc import Callable

from workshop.grammar.languagetool.client import CheckerUnavailable, Client, PatientClient
from workshop.grammar.languagetool.groups import Groups
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE, group_of
from workshop.grammar.languagetool.server import START_TIMEOUT_SECONDS
from workshop.grammar.languagetool.status import State, Status
from workshop.grammar.languagetool.supervisor import Supervisor
from workshop.grammar.memory import Memory, rule_set
from workshop.grammar.profile import SWITCHES
from workshop.grammar.speller import Speller
from workshop.grammar.turns import Turns
from workshop.settings import Settings


class Engine:
    """The grammar checker of one process. `client`, `speller`, `memory` and `turns` may be used from any thread.

    A `patient` one asks again when its server was away; `on_change` hears how it is doing, and what it fetches.
    """

    def __init__(
        self, settings: Settings, on_change: Callable[[Status], None] = lambda status: None, *, patient: bool = False
    ) -> None:
        folder = settings.instance / "languagetool"
        self._supervisor = Supervisor(
            folder,
            warm_up=lambda url: Client(lambda: url, SWITCHES).warm_up(DEFAULT_LANGUAGE),
            server_url=settings.languagetool_url,
            on_change=on_change,
            groups=lambda: self._groups.here,
        )
        self._groups = Groups(folder / "jars", on_change, self._supervisor.renew)
        self._is_ours = settings.languagetool_url is None
        asking = {
            "find_url": lambda: self._supervisor.url,
            "switches": SWITCHES,
            "on_failure": self._supervisor.look_now,
        }
        self.client = PatientClient(**asking, wait_for_server=self._is_back) if patient else Client(**asking)
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

    def status_for(self, language: str) -> Status:
        """Return how it is doing for texts in that language; what is lacking for it is fetched from now on."""
        status, group = self.status, group_of(language)
        if not status.ready or self._supervisor.serves(group):
            return status
        self.want(language)
        return self._groups.status(group)

    def require(self, language: str) -> None:
        """Raise CheckerUnavailable, with the reason, while texts in that language cannot be checked."""
        status = self.status_for(language)
        if not status.ready:
            raise CheckerUnavailable(status.message)

    def want(self, language: str) -> None:
        """Fetch what that language needs besides the English jars, in the background; returns at once."""
        if self._is_ours:
            self._groups.want(group_of(language))

    def start(self) -> None:
        """Fetch what is missing and start, in the background."""
        self._supervisor.start()

    def stop(self) -> None:
        self._groups.stop()
        self._supervisor.stop()

    def wait(self, timeout_seconds: float, *, give_up_early: bool = False) -> Status:
        """Return the status once it is ready or off for good, at its first failure if told so, or after the time."""
        return self._supervisor.wait(timeout_seconds, give_up_early=give_up_early)

    def _is_back(self) -> bool:
        """Wait until the server is ready again, or off for good; says which."""
        return self.wait(START_TIMEOUT_SECONDS).state is not State.OFF
