"""At which versions a playback stops."""

from tests.makers import minutes
from workshop.history.playback import FRAMES_MAX, frames_of
from workshop.works.log import Length


def lengths(*moments: float) -> list[Length]:
    return [Length(number, minutes(at), 10 * number) for number, at in enumerate(moments, 1)]


def test_playback_stops_at_the_last_save_of_each_minute_oldest_first() -> None:
    frames = frames_of(lengths(0, 0.1, 0.2, 2, 2.5, 7), {})
    assert [(frame.number, frame.words) for frame in frames] == [(3, 30), (5, 50), (6, 60)]


def test_playback_stops_at_every_named_version() -> None:
    frames = frames_of(lengths(0, 0.1, 0.2), {2: "Sent"})
    assert [(frame.number, frame.name) for frame in frames] == [(2, "Sent"), (3, None)]


def test_long_playback_is_even_and_ends_with_the_newest() -> None:
    frames = frames_of(lengths(*range(10_000)), {17: "Sent"})
    assert len(frames) <= FRAMES_MAX + 1
    assert [frame.number for frame in frames][-2:] == [10_000 - 34, 10_000]
    assert 17 in {frame.number for frame in frames}


def test_playback_of_nothing_is_empty() -> None:
    assert frames_of([], {}) == []
