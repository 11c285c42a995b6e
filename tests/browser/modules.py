"""The page's own modules, for tests that look into them."""

from workshop import ROOT
from workshop.static_files import StaticFiles

STATIC = f"/static/{StaticFiles(ROOT / 'static').look()}"


def own(script: str) -> str:
    """Let the script import modules as the page did: a module under another address would be a second one."""
    return script.replace('"/static/', f'"{STATIC}/')
