"""`course progress`: the table, the picture, and records that can't be read."""

import pytest
from click.testing import CliRunner
from PIL import Image

from course_lib.cli import main
from course_lib.exercises import exercises_of, progress
from course_lib.exercises.records import count_attempt


@pytest.fixture
def answered():
    """Lesson 00 all right; of lesson 01 one right, one wrong."""
    for exercise in exercises_of("00"):
        count_attempt(exercise.id, True)
    first, second, *_ = exercises_of("01")
    count_attempt(first.id, True)
    count_attempt(second.id, False)


def run(*arguments):
    return CliRunner().invoke(main, ["progress", *map(str, arguments)])


def test_the_table_counts_what_is_correct_and_what_was_attempted(answered):
    lines = {line.lesson: line for line in progress().lessons}
    assert (lines["00"].passed, lines["00"].tried) == (3, 3)
    assert (lines["01"].passed, lines["01"].tried) == (1, 2)
    assert (progress().total.passed, progress().total.tried) == (4, 5)
    assert progress().total.exercises == sum(line.exercises for line in lines.values())
    shown = run()
    assert shown.exit_code == 0
    row = next(line for line in shown.output.splitlines() if "00 Start here" in line)
    assert "3 of 3" in row
    assert "All lessons" in shown.output


def test_a_damaged_record_is_told_and_left_as_it_is(answered, downhill_home):
    path = downhill_home / "progress" / f"{exercises_of('00')[0].id}.json"
    path.write_text("{")
    shown = run()
    assert shown.exit_code == 0
    assert f"The record of {path.stem} is damaged" in shown.output
    assert path.read_text() == "{"
    assert "damaged" in repr(progress())
    assert "damaged" in progress()._repr_html_()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_picture_is_written_and_tells_what_it_shows(answered, tmp_path, kind):
    path = tmp_path / f"progress.{kind}"
    assert run("--picture", path).exit_code == 0
    assert list(tmp_path.glob("*progress*")) == [path]
    if kind == "png":
        assert "00 Start here: 3 of 3 correct" in Image.open(path).text["Description"]
    if kind == "svg":
        assert "00 Start here: 3 of 3 correct" in path.read_text()


def test_a_picture_that_cannot_be_written_is_told_and_the_old_one_stays(tmp_path, monkeypatch):
    assert run("--picture", tmp_path / "progress.gif").exit_code == 1
    assert "ends in .png, .svg, .pdf" in run("--picture", tmp_path / "progress").output
    (tmp_path / "progress.png").write_text("old")
    monkeypatch.setattr(
        "os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    shown = run("--picture", tmp_path / "progress.png")
    assert shown.exit_code == 1
    assert "could not be written (No space left on device)" in shown.output
    assert [path.name for path in tmp_path.glob("*progress*")] == ["progress.png"]
    assert (tmp_path / "progress.png").read_text() == "old"
