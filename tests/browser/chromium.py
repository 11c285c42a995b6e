"""Finds a Chromium for the browser tests, or gets one. Used by `app.py test` and by these tests themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from workshop.errors import WorkshopError

#: Chromium without windows, as Debian has it: there is less around each page. Playwright's own is of this kind, too.
HEADLESS = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
USUAL_PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

#: Chromium heeds the last such list only, so what Playwright switches off stands here again.
OFF = [
    # The list below the address bar is a page of its own in every new window; nobody types an address here. It took a
    # third of each window's time.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *(
        "HttpsFirstBalancedModeAutoEnable",
        "LensOverlay",
        "MediaRouter",
        "PaintHolding",
        "ThirdPartyStoragePartitioning",
    ),
    *(
        "AvoidCorsURLLoaderRestartOnRedirect",
        "TcpPortRandomizationWin",
        "OptimizationHints",
        "NetworkTimeServiceQuerying",
    ),
    *("AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion"),
]

#: It must start in a container as root, without a graphics card, and speak to nobody but our server.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(OFF)}",
]


class NoBrowser(WorkshopError):
    sentence = (
        "The browser tests need Chromium or Chrome, and none could be installed here. "
        "On Debian: sudo apt install chromium"
    )


def find_on_machine(*, headed: bool = False) -> str | None:
    """Return the path of the machine's own Chromium or Chrome, if it has one that starts; headed, one that has windows."""
    names = NAMES if headed else (HEADLESS, *NAMES)
    candidates = [shutil.which(name) for name in names] + [*USUAL_PLACES]
    return next((path for path in candidates if path and starts(path)), None)


def find() -> str | None:
    """Return the path of a Chromium that starts, the machine's own before Playwright's, or None."""
    return find_on_machine() or _find_playwrights_own()


def find_or_install() -> str:
    """Return the path of a Chromium that starts, after installing one if need be; raise NoBrowser if that fails."""
    for way in (find, _install_playwrights_own, _install_debians):
        if path := way():
            return path
    raise NoBrowser


def starts(path: str) -> bool:
    """Whether the program is there with all the libraries it needs."""
    if os.name == "nt":  # there, asking for the version opens a window
        return Path(path).exists()
    return Path(path).exists() and _run([path, "--version", "--no-sandbox"], seconds=30)


def _find_playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if starts(path) else None


def _install_playwrights_own() -> str | None:
    print("Getting a browser for the tests (Playwright's Chromium, about 180 MB) …", flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=900)
    return _find_playwrights_own()


def _install_debians() -> str | None:
    """Install a package of Debian's where that needs no password."""
    rights = [] if getattr(os, "geteuid", lambda: -1)() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (rights and not shutil.which("sudo")):
        return None
    print("Getting a browser for the tests (a package of Chromium) …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = [*rights, "apt-get", "--yes", "--no-install-recommends"]

    def install() -> bool:
        return any(_run([*get, "install", package], seconds=900, environ=quiet) for package in (HEADLESS, "chromium"))

    if not install():
        _run([*get, "update"], seconds=300, environ=quiet)
        install()
    return find_on_machine()


def _run(command: list[str], seconds: int, environ: dict[str, str] | None = None) -> bool:
    """Whether the program ran and ended well. What it says is not for the person who runs the tests."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, env=environ)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
