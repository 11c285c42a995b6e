"""The plot of the words over time: which shapes come out for which lengths."""

from tests.makers import minutes
from workshop.history.playback import Frame
from workshop.history.plot import HEIGHT, WIDTH, drawn, drawn_frames
from workshop.works.log import Length


def curve(*points: tuple[float, int]) -> list[Length]:
    return [Length(number, minutes(at), words) for number, (at, words) in enumerate(points, 1)]


def test_line_goes_level_until_a_save_and_then_up_or_down() -> None:
    plot = drawn([curve((0, 10), (50, 20), (100, 5))])
    assert plot.line == "M0 64H0V32H160V0H320V48H320"
    assert plot.area == f"{plot.line}V{HEIGHT}H0Z"
    assert (plot.words, plot.words_most, plot.most_at) == (5, 20, minutes(50))


def test_texts_are_drawn_as_one() -> None:
    plot = drawn([curve((0, 10), (100, 30)), curve((50, 10))])
    assert plot.line == "M0 64H0V48H160V32H320V0H320"
    assert plot.words == 40


def test_named_versions_stand_where_their_time_is() -> None:
    assert drawn([curve((0, 1), (100, 2))], [minutes(100), minutes(25), minutes(200)]).named == [80, 320]


def test_one_sitting_is_no_plot() -> None:
    assert drawn([]) is None
    assert drawn([[]]) is None
    assert drawn([curve((5, 10))]) is None
    assert drawn([curve((5, 10), (5, 20))]) is None
    assert drawn([curve((5, 10), (34, 20))]) is None


def test_text_without_a_word_lies_on_the_ground() -> None:
    assert drawn([curve((0, 0), (100, 0))]).line == "M0 64H0V64H320V64H320"


def test_many_saves_draw_no_more_than_the_eye_can_tell_apart() -> None:
    line = drawn([curve(*((number, number) for number in range(20_000)))]).line
    assert line.count("V") <= WIDTH + 1


def test_frames_of_a_playback_are_as_wide_as_each_other() -> None:
    frames = [Frame(1, minutes(0), 10), Frame(9, minutes(1), 40, "Sent"), Frame(10, minutes(900), 20)]
    plot = drawn_frames(frames)
    assert plot.line == "M0 64H0V48H160V0H320V32H320"
    assert plot.named == [160]
    assert (plot.words, plot.words_most, plot.most_at) == (20, 40, minutes(1))


def test_one_frame_is_no_plot() -> None:
    assert drawn_frames([]) is None
    assert drawn_frames([Frame(1, minutes(0), 10)]) is None
