"""Which daily copies are kept: the newest of each of the last seven days, four weeks and twelve months with one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Return those of the copies' moments whose copies stay."""
    newest_first = sorted(moments, reverse=True)
    return (
        _newest_of_each(newest_first, lambda moment: moment.date().isoformat(), DAYS)
        | _newest_of_each(newest_first, lambda moment: "{}-{}".format(*moment.isocalendar()), WEEKS)
        | _newest_of_each(newest_first, lambda moment: f"{moment:%Y-%m}", MONTHS)
    )


def _newest_of_each(newest_first: list[datetime], span: Callable[[datetime], str], most: int) -> set[datetime]:
    newest: dict[str, datetime] = {}
    for moment in newest_first:
        newest.setdefault(span(moment), moment)
    return set(list(newest.values())[:most])
