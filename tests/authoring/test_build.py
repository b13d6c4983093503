"""Building: what changed and nothing else, whole or not at all. A stand-in runs the cells here; see test_execute.py."""

import json

import pytest
from nbformat.v4 import new_output

from course_lib.authoring import execute
from course_lib.authoring.build import build
from course_lib.authoring.freshness import stale_notebooks


@pytest.fixture(autouse=True)
def runs(monkeypatch):
    """How often notebooks were run. A stand-in runs them: every code cell prints its number."""
    runs = []

    def run(notebook):
        runs.append(notebook)
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                cell.execution_count = number
                cell.outputs = [new_output("stream", name="stdout", text=f"{number}\n")]

    monkeypatch.setattr(execute, "execute", run)
    return runs


@pytest.fixture
def said():
    return []


@pytest.fixture
def make(course, said):
    """Build the sample course; returns how many lessons failed."""
    return lambda **options: build(course.root, course.exercises_of, say=said.append, **options)


def files(course):
    """Every built file with its bytes and its time."""
    found = [*course.root.glob("notebooks/*"), *course.root.glob("build/solved/*")]
    return {
        path.relative_to(course.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in found
    }


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_both_notebooks_are_made(course, make):
    assert make() == 0
    assert sorted(files(course)) == ["build/solved/01_sample.ipynb", "notebooks/01_sample.ipynb"]
    about = json.loads(files(course)["notebooks/01_sample.ipynb"][0])["metadata"]["downhill"]
    assert about["lesson"] == "01_sample"
    assert sorted(about) == ["content_hash", "lesson", "source_hash"]
    assert stale_notebooks(course.root) == []


def test_an_unchanged_lesson_is_left_alone(course, make, runs, said):
    make()
    before = files(course)
    assert make() == 0
    assert files(course) == before
    assert len(runs) == 1
    assert said[-1] == "1 lesson unchanged."


def test_force_builds_again_and_gives_the_same_bytes(course, make, runs):
    make()
    before = files(course)
    make(force=True)
    assert {name: content for name, (content, _) in files(course).items()} == {
        name: content for name, (content, _) in before.items()
    }
    assert len(runs) == 2


def test_a_missing_solved_notebook_is_made_without_running_anything(course, make, runs):
    make()
    before = files(course)
    (course.root / "build" / "solved" / "01_sample.ipynb").unlink()
    make()
    assert files(course)["notebooks/01_sample.ipynb"] == before["notebooks/01_sample.ipynb"]
    assert len(runs) == 1
    assert len(files(course)) == 2


@pytest.mark.parametrize("what", ["lesson", "specs", "notebook", "output", "missing", "garbage", "foreign"])
def test_what_makes_a_notebook_stale_is_found_and_mended(course, make, runs, what):
    make()
    notebook = course.root / "notebooks" / "01_sample.ipynb"
    if what == "lesson":
        edit(course.root / "lessons" / "01_sample.py", "Hello", "Good day")
    elif what == "specs":
        specs = course.root / "course_lib" / "exercises" / "lesson_01.py"
        specs.parent.mkdir(parents=True)
        specs.write_text("EXERCISES = []\n")
    elif what == "notebook":
        edit(notebook, "Twice a number", "Thrice a number")
    elif what == "output":
        edit(notebook, r'"1\n"', r'"2\n"')
    elif what == "missing":
        notebook.unlink()
    elif what == "garbage":
        notebook.write_text('{"cells": [', encoding="utf-8")
    else:
        notebook.write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    [(name, reason)] = stale_notebooks(course.root)
    assert name == "notebooks/01_sample.ipynb"
    words = {
        "lesson": "its lesson",
        "specs": "its lesson",
        "notebook": "by hand",
        "output": "by hand",
        "missing": "missing",
    }
    assert words.get(what, "not a notebook that") in reason
    make()
    assert len(runs) == 2
    assert stale_notebooks(course.root) == []


def test_line_endings_of_windows_make_nothing_stale(course, make):
    make()
    for path in [course.root / "lessons" / "01_sample.py", course.root / "notebooks" / "01_sample.ipynb"]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert stale_notebooks(course.root) == []


def test_a_notebook_without_a_lesson_is_named(course, make, said):
    make()
    (course.root / "notebooks" / "09_gone.ipynb").write_text("{}")
    assert stale_notebooks(course.root) == [
        ("notebooks/09_gone.ipynb", "there is no such lesson (any more): delete it")
    ]
    assert stale_notebooks(course.root, ["01"]) == []
    make()
    assert said[-1].startswith("notebooks/09_gone.ipynb: ")


def test_one_lesson_of_several(course, make, runs):
    course.write("# %%\nx = 1\n", "02_other")
    make(wanted=["02"])
    assert sorted(files(course)) == ["build/solved/02_other.ipynb", "notebooks/02_other.ipynb"]
    assert make() == 0
    assert len(runs) == 2


def test_a_mistake_leaves_the_old_notebooks_and_stops_no_other_lesson(course, make, said):
    make()
    before = files(course)
    course.write("# %%\nx = 1\n", "02_other")
    edit(course.root / "lessons" / "01_sample.py", "# Hello.", "# ![](hello.png)")
    edit(course.root / "lessons" / "01_sample.py", 'exercise="guess"', 'exercise="gues"')
    assert make() == 1
    after = files(course)
    assert {name: after[name] for name in before} == before
    assert len(after) == 4
    lines = "\n".join(said).splitlines()
    assert any(line.startswith("lessons/01_sample.py:3: this image has no alt text") for line in lines)
    assert any(line.startswith("lessons/01_sample.py:29: exercise 'gues' has no spec") for line in lines)


def test_a_cell_that_fails_is_reported_in_its_line(course, make, said, monkeypatch):
    def fail(notebook):
        raise execute.CellError(len(notebook.cells) - 1, 1, "NameError: name 'x' is not defined")

    monkeypatch.setattr(execute, "execute", fail)
    assert make() == 1
    assert said[-1].startswith("lessons/01_sample.py:44: with nothing solved this cell fails: NameError")
    assert files(course) == {}


def test_outputs_that_must_not_be_stored_stop_the_build(course, make, said, monkeypatch):
    def warn(notebook):
        notebook.cells[1].outputs = [new_output("stream", name="stderr", text="UserWarning: old")]
        notebook.cells[-1].outputs = [new_output("display_data", data={"image/png": "iVBOR"})]

    monkeypatch.setattr(execute, "execute", warn)
    assert make() == 1
    first, second = said[-1].splitlines()
    assert first.startswith("lessons/01_sample.py:5: this cell writes to stderr")
    assert second.startswith("lessons/01_sample.py:43: this cell shows a picture without alt text")


def test_a_full_disk_leaves_the_old_notebook_and_nothing_half_written(course, make, monkeypatch):
    make()
    before = files(course)
    edit(course.root / "lessons" / "01_sample.py", "Hello", "Good day")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        make()
    assert files(course) == before
