"""On which device somebody writes: of what a browser tells with each request, the few words that a history keeps. Pure."""

from functools import lru_cache

DEVICE_MAX = 40

#: No browser's name is longer; what follows is somebody's own.
_LOOKED_AT = 500
#: What stands first here counts: a browser also names those whose pages it wants to be sent.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "OPT/": "Opera",
    "OPX/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Vivaldi/": "Vivaldi",
    "DuckDuckGo/": "DuckDuckGo",
    "Ddg/": "DuckDuckGo",
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
#: Likewise: Android is a Linux. An iPad that asks for pages as a desk has them says that it is a Mac.
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chrome OS",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
_APPLE = {"iPhone", "iPad", "Mac"}


def device_of(user_agent: str) -> str | None:
    """Return browser and system, as "Firefox on Android" or "a browser on Linux"; None for what is no browser's name."""
    return _device_of(user_agent[:_LOOKED_AT])


@lru_cache(maxsize=256)
def _device_of(user_agent: str) -> str | None:
    if not user_agent.startswith("Mozilla/"):
        return None
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser == "Safari" and system not in _APPLE:
        # Others of its engine call themselves so.
        browser = None
    if system is None:
        return browser
    return f"{browser or 'a browser'} on {system}"


def _first(names: dict[str, str], user_agent: str) -> str | None:
    return next((name for token, name in names.items() if token in user_agent), None)
