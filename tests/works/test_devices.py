"""What a browser says of itself, and the few words that are kept of it."""

import pytest

from workshop.works.devices import DEVICE_MAX, device_of

APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
PHONE = "Mozilla/5.0 (Linux; Android 10; K)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0", "Firefox on Android"),
        (f"{IPHONE} {APPLE} FxiOS/144.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        (f"{WINDOWS} {CHROME} Safari/537.36", "Chrome on Windows"),
        (f"{PHONE} {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (f"{IPHONE} {APPLE} CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome on Chrome OS"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/142.0 Safari/537.36", "Chrome on Linux"),
        (f"{MAC} {APPLE} Version/18.6 Safari/605.1.15", "Safari on Mac"),
        (f"{IPHONE} {APPLE} Version/18.6 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) {APPLE} Version/17.0 Safari/604.1", "Safari on iPad"),
        (f"{WINDOWS} {CHROME} Safari/537.36 Edg/142.0.0.0", "Edge on Windows"),
        (f"{PHONE} {CHROME} Mobile Safari/537.36 EdgA/142.0.0.0", "Edge on Android"),
        (f"{IPHONE} {APPLE} Version/18.0 EdgiOS/142.0 Mobile/15E148 Safari/605.1.15", "Edge on iPhone"),
        (f"{MAC} {CHROME} Safari/537.36 OPR/124.0.0.0", "Opera on Mac"),
        (f"{PHONE} AppleWebKit/537.36 SamsungBrowser/29.0 {CHROME} Safari/537.36", "Samsung Internet on Android"),
        (f"{MAC} {APPLE} Version/18.6 Safari/605.1.15 Ddg/18.6", "DuckDuckGo on Mac"),
        # An app that shows a page itself; another browser of Safari's engine; a system that nobody knows here.
        (f"{IPHONE} {APPLE} Mobile/15E148", "a browser on iPhone"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {APPLE} Version/18.5 Safari/605.1.15", "a browser on Linux"),
        ("Mozilla/5.0 (X11; OpenBSD amd64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox"),
        # No browsers, and nonsense.
        ("", None),
        ("curl/8.14.1", None),
        ("python-requests/2.32.5 (Linux)", None),
        ("Werkzeug/3.1.3", None),
        ("Mozilla/5.0", None),
        ("Mozilla/5.0 \x00\r\n\x1b[31m 🌊 \ud800 <script>alert(1)</script>", None),
        (f"<b>{WINDOWS}</b> {CHROME}", None),
        ("Mozilla/5.0 " + "🌊" * 5_000_000 + " Firefox/144.0", None),
    ],
)
def test_device_is_told_in_fixed_words_or_not_at_all(user_agent: str, device: str | None) -> None:
    assert device_of(user_agent) == device
    assert device is None or len(device) <= DEVICE_MAX


def test_nothing_that_a_browser_adds_of_its_own_is_kept() -> None:
    assert device_of(f"{WINDOWS} {CHROME} Safari/537.36 <b>mothwing’s machine</b> 10.0.0.7") == "Chrome on Windows"
