"""Going through pages by keyboard alone, as somebody without a mouse does, and seeing where one is all the way."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

#: More stops than lie between any two things on a page.
STOPS = 80
#: What has the focus, and whether it is told by a ring or a caret; None for nothing.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const ring = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  const shown = ring || element.isContentEditable || element.matches("input, textarea, select");
  return { element: element.outerHTML.slice(0, 120), shown };
}"""
# What lies over the middle of it, of as much as is within the window; null when nothing does.
COVER = """() => {
  const element = document.activeElement;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const middle = (low, high, most) => (Math.max(low, 0) + Math.min(high, most)) / 2;
  const hit = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
  const labels = [...(element.labels ?? [])];
  return hit && [element, ...labels].some((each) => each.contains(hit)) ? null : hit?.outerHTML.slice(0, 120) ?? "outside";
}"""


def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Press Tab until the target has the focus. Fails where the focus is not to be seen on the way, or stands still."""
    expect(target).to_be_visible()
    before = None
    for _ in range(STOPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        place = page.evaluate("() => [...document.querySelectorAll('*')].indexOf(document.activeElement)")
        assert place != before, page.evaluate(FOCUS)
        before = place
        see_focus(page)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way by Tab to {target}")


def see_focus(page: Page) -> None:
    """Fail unless what has the focus shows it, and nothing lies over it."""
    focus = page.evaluate(FOCUS)
    if focus is not None:
        assert focus["shown"], focus["element"]
        assert page.evaluate(COVER) is None, focus["element"]
