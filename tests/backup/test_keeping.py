"""Which daily copies stay, over weeks and years."""

from datetime import UTC, datetime, timedelta

from workshop.backup.keeping import kept

FIRST = datetime(2026, 1, 1, 3, tzinfo=UTC)


def after(days: int, every: int = 1) -> set[datetime]:
    """Return what is left when a copy was made each day, and the policy followed each time."""
    left: set[datetime] = set()
    for day in range(0, days, every):
        left = kept({*left, FIRST + timedelta(days=day)})
    return left


def test_first_copies_all_stay() -> None:
    assert len(after(7)) == 7


def test_a_year_later_there_are_seven_days_four_weeks_and_twelve_months() -> None:
    left = sorted(after(700), reverse=True)
    newest = left[0].date()
    assert [(newest - moment.date()).days for moment in left[:7]] == list(range(7))
    assert len({moment.isocalendar()[:2] for moment in left[:10]}) >= 4
    assert len({(moment.year, moment.month) for moment in left}) == 12
    assert len(left) <= 7 + 4 + 12


def test_months_are_kept_by_their_last_copy() -> None:
    months = sorted(moment for moment in after(700))[:8]
    assert all((moment + timedelta(days=1)).day == 1 for moment in months)


def test_of_one_day_the_newest_stays() -> None:
    day = [FIRST + timedelta(hours=hour) for hour in range(5)]
    assert kept(day) == {day[-1]}


def test_copies_of_long_ago_stay_while_no_newer_ones_are_made() -> None:
    assert len(after(70, every=10)) == 7


def test_nothing_is_kept_of_nothing() -> None:
    assert kept([]) == set()
