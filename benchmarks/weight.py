"""Bytes and requests of the shelf, the desk and the reading view: a first visit, and every one after."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from benchmarks._browser import browser, carry_session
from benchmarks._galley import seeded, text_of_words
from benchmarks._report import Goal, conclude, show_heading, show_table

WORDS = 5_000
HOSTS_ALLOWED = 0

EXPLANATION = f"""\
What goes over the wire until the page is quiet, heads included, with a chapter of {WORDS:,} words. "First" is a browser that
was never here; "again" is the same page a moment later, with what the cache keeps. The peer is the text itself: the bytes
of the words that the page shows."""


def main(arguments: list[str]) -> int:
    show_heading("weight", EXPLANATION)
    text = text_of_words(WORDS)
    with seeded() as galley:
        place = galley.add_chapters(text, 1)[0]
        process = galley.process()
        process.start()
        pages = {
            "shelf": "/",
            "desk": f"/chapters/{place.chapter_id}",
            "reading view": f"/chapters/{place.chapter_id}/read",
        }
        rows, hosts = [], set()
        try:
            for name, path in pages.items():
                with browser() as context:
                    carry_session(context, galley, process.url)
                    first, again = (_Visit(context, process.url + path) for _ in range(2))
                hosts |= first.hosts | again.hosts
                rows.append(
                    [
                        name,
                        _kb(first),
                        first.requests,
                        _kb(again),
                        again.requests,
                        f"{first.bytes / len(text.encode()):.1f}×",
                    ]
                )
        finally:
            process.kill()
    heads = ("page", "first, kB", "requests", "again, kB", "requests", "first, to the chapter's own bytes")
    show_table(heads, rows)
    return conclude([Goal("other hosts asked", len(hosts - {"127.0.0.1"}), at_most=HOSTS_ALLOWED, unit="hosts")])


class _Visit:
    """One load of a page in a tab of its own, and what it took."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.bytes = self.requests = 0
        self.hosts: set[str] = set()
        page = context.new_page()
        self._count(context, page)
        page.goto(url, wait_until="load")
        # The event stream never ends, so the network is never idle: a second without anything new has to do.
        page.wait_for_timeout(1500)
        page.close()

    def _count(self, context: BrowserContext, page: Page) -> None:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.requestWillBeSent", self._sent)

    def _finished(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.requests += event["encodedDataLength"] > 0

    def _sent(self, event: dict[str, dict[str, str]]) -> None:
        if event["request"]["url"].startswith("http"):
            self.hosts.add(urlsplit(event["request"]["url"]).hostname or "")


def _kb(visit: _Visit) -> float:
    return visit.bytes / 1000
