"""check, hint, solution and progress as a learner meets them."""

import json
import subprocess
import sys

import pytest

import course_lib.exercises as exercises
from course_lib.exercises import Exercise, Goal, State, check, get_exercise, hint, progress, solution


def stub(x):
    """Slope of the valley."""
    ...  # your code here


def right(x):
    return 2 * (x - 1)


def test_checks_and_remembers(downhill_home):
    assert check("valley_slope", stub).state == State.NOT_ATTEMPTED
    assert not downhill_home.exists()
    assert check("valley_slope", lambda x: 2 * x).state == State.KNOWN_MISTAKE
    assert check("valley_slope", right).state == State.CORRECT
    assert check("valley_slope", lambda x: 2 * x).state == State.KNOWN_MISTAKE
    kept = json.loads((downhill_home / "progress" / "valley_slope.json").read_text())
    assert kept == {"tried": 3, "passed": True, "hints": 0, "solution_seen": False, "points": 0}
    assert progress().lessons[0].passed == 1


def test_the_same_answer_gets_the_same_words_again():
    assert repr(check("softmax", lambda x: x)) == repr(check("softmax", lambda x: x))


def test_not_attempted_says_always_the_same():
    assert repr(check("valley_slope", stub)) == (
        "○ valley_slope: not attempted yet\n"
        "  Write your answer in the cell above, then run that cell and this one.\n"
        '  Stuck? `hint("valley_slope")` opens a hint.'
    )


@pytest.mark.parametrize("answer", [stub, lambda x: 2 * x])
def test_nbgrader_gets_an_error_unless_it_passes_and_never_a_value_to_read_points_from(
    monkeypatch, capsys, answer
):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError, match="valley_slope"):
        check("valley_slope", answer)
    assert check("valley_slope", right) is None
    assert "correct" in capsys.readouterr().out.lower()


def test_points_in_steps_are_kept_and_told_to_nbgrader(monkeypatch, downhill_home):
    steps = tuple(Goal("length", len, at_least=least, points=2) for least in (3, 5))
    task = Exercise(
        "long_text", "text", lambda: "12345", (), (), draw=lambda rng: [()], points=4, goals=steps
    )
    monkeypatch.setattr("course_lib.exercises.learner.get_exercise", lambda _: task)
    monkeypatch.setattr("course_lib.exercises.table.exercises_of", lambda lesson: [task])
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError):
        check("long_text", lambda: "12")
    assert check("long_text", lambda: "1234") == 2
    assert progress().lessons[0].points == 2
    assert check("long_text", lambda: "12345") is None
    assert check("long_text", lambda: "123") == 2
    assert (progress().lessons[0].points, progress().lessons[0].out_of) == (4, 4)


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(LookupError, match="Did you mean 'valley_slope'"):
        check("vally_slope", right)


def test_hints_open_one_at_a_time_and_the_solution_comes_last():
    task = get_exercise("valley_slope")
    assert task.hints[0] in repr(hint("valley_slope"))
    assert task.hints[1] not in repr(hint("softmax"))
    second = repr(solution("valley_slope"))
    assert "Hint 2 of 3" in second
    assert "The solution comes after the last hint" in second
    assert task.hints[2] not in second
    third = repr(hint("valley_slope"))
    assert task.hints[2] in third
    assert "last one" in third
    assert repr(hint("valley_slope")) == third
    assert "def valley_slope(x):" in repr(solution("valley_slope"))


def test_whoever_solved_it_sees_the_solution_at_once():
    check("valley_slope", right)
    assert "2 * (x - 1)" in repr(solution("valley_slope"))


def test_a_value_has_a_solution_too():
    for _ in range(5):
        shown = repr(solution("which_way_is_down"))
    assert "prediction = 'a'" in shown


def test_progress_of_an_untouched_folder_is_none_and_always_the_same():
    table = progress()
    assert repr(table) == repr(progress())
    assert all(line.passed == line.points == 0 < line.exercises for line in table.lessons)
    assert [line.lesson for line in table.lessons] == exercises.lessons()


@pytest.mark.parametrize(
    "show", [hint, solution, lambda _: progress(), lambda _: check("valley_slope", right)]
)
def test_everything_shows_itself_in_a_notebook(show):
    html = show("valley_slope")._repr_html_()
    assert html.startswith("<")
    assert html.count("<div") == html.count("</div")


def test_the_room_is_light():
    code = (
        "import sys, course_lib.exercises as e; e.progress(); "
        "e.check('valley_slope', lambda x: 2 * (x - 1)); "
        "print({'torch', 'matplotlib', 'IPython', 'scipy'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_a_torch_answer_is_understood_in_a_process_where_torch_came_late():
    torch = pytest.importorskip("torch")
    assert check("sigmoid", lambda x: torch.sigmoid(torch.from_numpy(x))).passed
