"""Takes the pictures in docs/screenshots/ anew: `python -m tests.browser.screenshots`; any others when they are named.

It fetches and starts a LanguageTool of its own; with LANGUAGETOOL_URL it asks one that runs already.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.lived_in import Scene, furnish
from tests.browser.signing_in import carry_session
from tests.live import LiveServer, served
from workshop import create_app, grammar
from workshop.backup.daily import make_copy
from workshop.db import db, migrate
from workshop.settings import Settings
from workshop.web import now

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SIZES = {"1280": {"width": 1280, "height": 800}, "360": {"width": 360, "height": 740}}
#: A first fetch of LanguageTool takes minutes on a slow line.
GRAMMAR_SECONDS = 900


def main() -> int:
    asked = read_arguments()
    asked.into.mkdir(parents=True, exist_ok=True)
    paths = [(name, size, asked.into / f"{name}-{size}.png") for name in asked.names or PICTURES for size in SIZES]
    if not asked.names:
        paths = [each for each in paths if each[2].exists()]
    with (
        tempfile.TemporaryDirectory() as instance,
        gallery(Path(instance), checks=any(PICTURES[name].is_checked for name, _, _ in paths)) as (server, scene),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium.find_on_machine(), args=list(chromium.FLAGS))
        for name, size, path in paths:
            take(browser, server, scene, PICTURES[name], size, path)
        browser.close()
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"in both sizes: {', '.join(PICTURES)}")
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER", help="where to instead")
    asked = parser.parse_args()
    if unknown := set(asked.names) - PICTURES.keys():
        parser.error(f"no picture is called {', '.join(sorted(unknown))}")
    return asked


@contextmanager
def gallery(instance: Path, *, checks: bool) -> Iterator[tuple[LiveServer, Scene]]:
    """Serve a house that has been lived in, with `checks` once its grammar checker is there."""
    settings = Settings.from_environment(os.environ, instance=instance)
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        scene = furnish()
        db.session.commit()
    for days in (9, 8, 2, 1, 0):
        make_copy(settings, now() - timedelta(days=days))
    if checks:
        grammar.start(app)
        app.extensions["grammar"].wait(GRAMMAR_SECONDS)
    with served(app) as server:
        yield server, scene
    app.extensions["grammar"].stop()


def await_findings(page: Page) -> None:
    """Wait until the text is underlined; the first findings are those of the short notes."""
    expect(page.locator(".prose-editor .finding").nth(5)).to_be_attached(timeout=90_000)


def open_findings(page: Page) -> None:
    await_findings(page)
    page.locator("[data-opens-panel='findings']:visible, #tab-findings:visible").first.click()
    if page.viewport_size["width"] > 760:
        page.keyboard.press("F8")
    page.wait_for_timeout(500)


def scroll_to_thread(page: Page) -> None:
    page.get_by_text("You've been like this").scroll_into_view_if_needed()
    page.mouse.move(page.viewport_size["width"] / 2, 400)
    page.mouse.wheel(0, 220)
    page.wait_for_timeout(500)


def await_review(page: Page) -> None:
    expect(page.locator(".review-count")).to_contain_text("1 of", timeout=90_000)
    page.wait_for_timeout(300)


def play_on(page: Page) -> None:
    """Go to the middle and one version on, so that the words that came with it are marked."""
    slider = page.get_by_role("slider")
    for key in ["Home", *["ArrowRight"] * 9]:
        slider.press(key)
    page.wait_for_timeout(500)
    slider.press("ArrowRight")
    page.wait_for_timeout(500)


def show_conflict(page: Page) -> None:
    page.locator(".difference-conflict").first.scroll_into_view_if_needed()


def bring_file(page: Page) -> None:
    """Take the work's backup away and bring it back, as far as the look at what is in it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a backup").click()
    page.goto("/restore")
    if (other := page.get_by_role("button", name="Take another file")).is_visible():
        other.click()
    page.get_by_label("A backup of Galley").set_input_files(download.value.path())
    page.get_by_role("button", name="Look into it").click()
    expect(page.get_by_role("heading", name="What is in it")).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """An address with the scene's ids in braces, who looks, and what they do before the picture is taken."""

    path: str
    who: str = "author"
    prepare: Callable[[Page], None] = lambda page: None
    #: Whether it shows what the grammar checker says.
    is_checked: bool = False
    theme: str = "light"


def both(name: str, picture: Picture) -> dict[str, Picture]:
    """Return it as it is, and in the dark."""
    return {name: picture, f"{name}-dark": replace(picture, theme="dark")}


PICTURES = {
    **both("shelf", Picture("/")),
    "work": Picture("/works/{work}"),
    **both("desk", Picture("/chapters/{chapter}", prepare=await_findings, is_checked=True)),
    "findings": Picture("/chapters/{chapter}", prepare=open_findings, is_checked=True),
    **both("review", Picture("/chapters/{chapter}/review", prepare=await_review, is_checked=True)),
    **both("history", Picture("/chapters/{chapter}/history")),
    **both("work-history", Picture("/works/{work}/history")),
    **both("version", Picture("/documents/{document}/versions/{sent}")),
    **both("compare", Picture("/documents/{document}/compare")),
    **both("compare-beside", Picture("/documents/{document}/compare?view=beside")),
    **both("playback", Picture("/documents/{document}/playback", prepare=play_on)),
    **both("drafts", Picture("/chapters/{chapter}/drafts")),
    **both("draft", Picture("/chapters/{draft}")),
    **both("merge", Picture("/chapters/{draft}/bring-over", prepare=show_conflict)),
    **both("bin", Picture("/bin")),
    **both("copies", Picture("/house/copies")),
    **both("restore", Picture("/works/{work}", prepare=bring_file)),
    "beta": Picture("/chapters/{chapter}/read", who="beta", prepare=scroll_to_thread),
}


def take(browser: Browser, server: LiveServer, scene: Scene, picture: Picture, size: str, path: Path) -> None:
    context = browser.new_context(
        base_url=server.url, viewport=SIZES[size], color_scheme=picture.theme, reduced_motion="reduce"
    )
    carry_session(context, server, getattr(scene, picture.who))
    page = context.new_page()
    page.goto(picture.path.format(**vars(scene)))
    page.wait_for_timeout(1500)  # Nothing on the page says that the last card has found its place.
    picture.prepare(page)
    page.screenshot(path=path)
    page.goto("about:blank")  # Closed at once, a desk would not say that it leaves, and be company in the next picture.
    context.close()


if __name__ == "__main__":
    sys.exit(main())
