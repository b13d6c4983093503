from course_lib.exercises.table import LessonProgress, Progress
from course_lib.figures.progress_bars import progress_bars

LINES = (
    LessonProgress("00", "Start", 3, 3, 3, 3, 3),
    LessonProgress("01", "Neurons", 1, 2, 4, 2, 6),
    LessonProgress("02", "Nothing yet", 0, 0, 2, 0, 2),
    LessonProgress("03", "No exercises", 0, 0, 0, 0, 0),
)


def test_each_part_of_a_bar_is_as_long_as_its_share():
    figure, alt = progress_bars(Progress(LINES))
    (axes,) = figure.axes
    bars = {
        place: [bar.get_width() for bar in axes.patches if round(bar.get_y() + 0.3) == place]
        for place in range(4)
    }
    assert bars == {0: [1.0], 1: [0.25, 0.25, 0.5], 2: [1.0], 3: []}
    texts = [text.get_text() for text in axes.texts]
    assert texts[:2] == ["3 of 3 ✓, 3 of 3 points", "1 of 4, 2 of 6 points"]
    assert "4 of 9 exercises correct, 5 of 11 points" in axes.get_title(loc="left")
    assert "01 Neurons: 1 of 4 correct, 2 attempted" in alt


def test_nothing_at_all_can_be_drawn():
    figure, _ = progress_bars(Progress(LINES[3:]))
    figure.canvas.draw()
