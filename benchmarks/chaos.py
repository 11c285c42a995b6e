"""Many tabs typing into one chapter over a bad connection to a server that is killed: what is acknowledged is kept."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field
from random import Random, SystemRandom
from typing import Any

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from benchmarks._bad_way import BadWay, Fate
from benchmarks._browser import browser, carry_session
from benchmarks._galley import Seeded, seeded
from benchmarks._report import Goal, conclude, show_heading, show_table
from benchmarks._witness import Witness
from tests.browser.desk import Tab
from tests.live import ServedProcess
from workshop.db import db
from workshop.works.models import Document
from workshop.works.saving import document_node

#: Letters without meaning for the editor. Each is typed once, so that a lost or doubled one shows wherever it stands.
FIRST_LETTER = 0x4E00
LETTERS = 20_000
OPENING = "The harbour had been quiet."
MOVES = ("ArrowLeft", "ArrowUp", "Home", "End", "Control+Home", "Control+End", "Enter", "Control+B")
#: Of so many turns, one loads its tab anew.
TURNS_PER_RELOAD = 60
#: How long a killed server lies, and how long it has no room before, in seconds; the least and the most.
DOWN_SECONDS = (0.0, 1.0)
FULL_SECONDS = (1.0, 4.0)
OPEN_WITHIN_SECONDS = 60
EQUAL_WITHIN_SECONDS = 120

EXPLANATION = """\
{tabs} tabs of the real editor in {devices} browsers type into one chapter, through a proxy that delays, loses, cuts and repeats
requests and answers, to a server that is killed (-9) {kills} times and started again, {full_disks} times after it could
write nothing to the disk. Every letter is found nowhere else. Seed {seed}."""


@dataclass(frozen=True)
class Plan:
    """How wild it is. `seed` decides what is typed where and what becomes of each request; the machine decides when."""

    seed: int
    devices: int = 4
    tabs_per_device: int = 2
    kills: int = 20
    #: How often nothing can be written any more for some seconds before a kill (Linux only).
    full_disks: int = 6 if sys.platform == "linux" else 0
    #: How long a started server lives, at least and at most.
    up_seconds: tuple[float, float] = (1.0, 4.0)


@dataclass
class Outcome:
    """What came of it. Letters are counted, the other words of `wrong` are for a person."""

    typed: str = ""
    kept: str = ""
    acknowledged: str = ""
    seconds: float = 0
    reloads: int = 0
    kills: int = 0
    full_disks: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def missing(self) -> str:
        return "".join((Counter(set(self.acknowledged)) - Counter(self.kept)).elements())

    @property
    def lost(self) -> str:
        """What was typed and is not there, acknowledged or not."""
        return "".join((Counter(self.typed) - Counter(self.kept)).elements())

    @property
    def doubled(self) -> str:
        return "".join((Counter(self.kept) - Counter(self.typed)).elements())


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser("python3 app.py bench chaos")
    options.add_argument("--seed", type=int, default=SystemRandom().randrange(1_000_000))
    options.add_argument("--devices", type=int, default=Plan.devices)
    options.add_argument("--tabs", type=int, default=Plan.tabs_per_device, help="in each device")
    options.add_argument("--kills", type=int, default=Plan.kills)
    asked = options.parse_args(arguments)
    plan = Plan(asked.seed, asked.devices, asked.tabs, asked.kills, min(Plan.full_disks, asked.kills // 2))
    tabs = plan.devices * plan.tabs_per_device
    show_heading("chaos", EXPLANATION.format(tabs=tabs, **asdict(plan)))
    with seeded() as galley, browser() as context:
        outcome, counts = storm(plan, galley, context.browser.new_context)
    _show(outcome, counts)
    status = conclude(
        [
            Goal("acknowledged letters missing", len(outcome.missing), at_most=0, unit="letters"),
            Goal("typed letters missing", len(outcome.lost), at_most=0, unit="letters"),
            Goal("letters doubled or never typed", len(outcome.doubled), at_most=0, unit="letters"),
            Goal("differences between tabs and database", len(outcome.wrong), at_most=0, unit="places"),
        ]
    )
    if status:
        print(*outcome.wrong, f"Again: python3 app.py bench chaos --seed {plan.seed}", sep="\n")
    return status


def storm(plan: Plan, galley: Seeded, new_context: Callable[..., BrowserContext]) -> tuple[Outcome, Counter[str]]:
    """Let all tabs type until the server was killed as often as planned, then wait for calm; say what is there."""
    process = galley.process()
    process.start()
    try:
        with BadWay(process.port, plan.seed).open() as way:
            running = _Storm(plan, galley, process, way)
            running.open_tabs(new_context)
            running.rage()
            running.calm_down()
            return running.outcome, way.counts
    finally:
        process.kill()


class _Storm:
    """One run: the tabs on one side, the server on the other, the bad way between them."""

    def __init__(self, plan: Plan, galley: Seeded, process: ServedProcess, way: BadWay) -> None:
        self._plan, self._galley, self._process, self._way = plan, galley, process, way
        self._place = galley.add_chapters(OPENING, 1)[0]
        self._tabs: list[Tab] = []
        self._witnesses: list[Witness] = []
        self._random = Random(plan.seed)
        self._letters = (chr(code) for code in range(FIRST_LETTER, FIRST_LETTER + LETTERS))
        self.outcome = Outcome()

    def open_tabs(self, new_context: Callable[..., BrowserContext]) -> None:
        for _ in range(self._plan.devices):
            device = new_context(base_url=self._way.url)
            carry_session(device, self._galley, self._way.url)
            for _ in range(self._plan.tabs_per_device):
                tab = Tab(device.new_page(), self._place.chapter_id)
                self._tabs.append(tab)
                self._witnesses.append(Witness(tab, self._place.document_id))
                tab.open()

    def rage(self) -> None:
        """Type everywhere until the server has died for the last time."""
        self._way.calm = False
        with ThreadPoolExecutor(1) as killer:
            killing = killer.submit(self._kill_again_and_again)
            while not killing.done():
                self._turn()
        # A server that did not come back is no finding about keeping words.
        killing.result()

    def calm_down(self) -> None:
        """Wait until every tab and the database are equal, and tell what still differs when that takes too long."""
        self._way.calm = True
        began = time.monotonic()
        while True:
            differences = self._differences()
            self.outcome.seconds = time.monotonic() - began
            if not differences or self.outcome.seconds > EQUAL_WITHIN_SECONDS:
                break
            self._tabs[0].page.wait_for_timeout(200)
        self.outcome.wrong += differences
        self.outcome.kept = self._stored_letters()
        self.outcome.acknowledged = self._way.acknowledged_so_far()

    def _kill_again_and_again(self) -> None:
        random = Random(self._plan.seed)
        filled = random.sample(range(self._plan.kills), self._plan.full_disks)
        for kill in range(self._plan.kills):
            time.sleep(random.uniform(*self._plan.up_seconds))
            if kill in filled:
                self._fill_disk(random)
            self._process.kill()
            self._ensure_kept()
            time.sleep(random.uniform(*DOWN_SECONDS))
            self._process.start()
            self.outcome.kills += 1

    def _fill_disk(self, random: Random) -> None:
        """Leave no room for some seconds. Half of the times there is room again before the server dies."""
        self.outcome.full_disks += 1
        self._process.fill_disk()
        time.sleep(random.uniform(*FULL_SECONDS))
        if random.random() < 0.5:
            self._process.free_disk()
            time.sleep(random.uniform(*self._plan.up_seconds))

    def _ensure_kept(self) -> None:
        """Look into the database of the dead server: it is sound, and what the server acknowledged is there."""
        with closing(sqlite3.connect(self._galley.settings.instance / "galley.sqlite3")) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            self.outcome.wrong.append(f"After kill {self.outcome.kills + 1}, the database was not sound: {found}")
        acknowledged = self._way.acknowledged_so_far()
        if missing := "".join(sorted(set(acknowledged) - set(self._stored_letters()))):
            self.outcome.wrong.append(
                f"After kill {self.outcome.kills + 1}, {len(missing)} acknowledged letters were gone: {missing}"
            )

    def _turn(self) -> None:
        tab = self._random.choice(self._tabs)
        kind = self._random.randrange(TURNS_PER_RELOAD)
        if kind == 0:
            self._reload(tab)
        elif kind < TURNS_PER_RELOAD // 4:
            tab.words.press(self._random.choice(MOVES))
        else:
            word = "".join(next(self._letters) for _ in range(self._random.randint(1, 6)))
            tab.words.press_sequentially(word)
            self.outcome.typed += word

    def _reload(self, tab: Tab) -> None:
        """Load the tab anew, as often as it takes until there is a server."""
        self.outcome.reloads += 1
        until = time.monotonic() + OPEN_WITHIN_SECONDS
        while True:
            try:
                tab.open()
                return
            except (PlaywrightError, AssertionError):
                if time.monotonic() > until:
                    raise
                tab.page.wait_for_timeout(200)

    def _differences(self) -> list[str]:
        """Return how the tabs differ from the database and whether letters are still on their way; empty at the end."""
        stored, version = self._stored()
        found = []
        for number, witness in enumerate(self._witnesses, 1):
            holds = witness.holds()
            if difference := _difference(holds, stored, version):
                found.append(f"Tab {number} {difference}\n{witness.account(holds)}")
        on_their_way = len(set(self.outcome.typed) - set(json.dumps(stored, ensure_ascii=False)))
        return [*found, f"{on_their_way} letters are not in the database"] if on_their_way else found

    def _stored(self) -> tuple[dict[str, Any], int]:
        with self._galley.app.app_context():
            document = db.session.get_one(Document, self._place.document_id)
            return document_node(document).to_json(), document.version

    def _stored_letters(self) -> str:
        """Return what is in the database of the letters that were typed."""
        with self._galley.app.app_context():
            text = document_node(db.session.get_one(Document, self._place.document_id)).text_content
        return "".join(letter for letter in text if letter >= chr(FIRST_LETTER))


def _difference(holds: dict[str, Any] | None, stored: dict[str, Any], version: int) -> str | None:
    """Return how a tab differs from the database, None when it does not."""
    if holds is None:
        return "has no editor"
    if holds["unsent"] and holds["effort"] is None:
        return "has unsent steps and does nothing about them"
    if holds["version"] != version:
        return f"is at version {holds['version']}, the database at {version}"
    if holds["unsent"] or holds["left"]:
        return "or one before it on its device has unsent steps"
    if json.dumps(holds["doc"], sort_keys=True) != json.dumps(stored, sort_keys=True):
        return "shows another text than the database has"
    return None


def _show(outcome: Outcome, counts: Counter[str]) -> None:
    rows: list[tuple[str, object]] = [
        ("server killed", outcome.kills),
        ("disk full", outcome.full_disks),
        ("saves refused for want of room", counts["HTTP/1.1 507"]),
        ("tabs loaded anew", outcome.reloads),
        *((f"requests {fate}", counts[fate]) for fate in Fate),
        ("requests while there was no server", counts["without a server"]),
        ("steps rebased on others' steps", counts["conflicts"]),
        ("letters typed", len(outcome.typed)),
        ("letters acknowledged", len(set(outcome.acknowledged) & set(outcome.typed))),
        ("letters kept", len(outcome.kept)),
        ("seconds until all were equal", f"{outcome.seconds:.1f}"),
    ]
    show_table(("what", "how often"), rows)
