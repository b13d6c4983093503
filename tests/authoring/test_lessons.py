"""Lessons are found by number, by name or by file."""

import pytest

from course_lib.authoring.lessons import LessonNameError, find_lessons


@pytest.fixture
def root(tmp_path):
    (tmp_path / "lessons").mkdir()
    for name in ("04_backpropagation.py", "00_start_here.py", "10_more.py"):
        (tmp_path / "lessons" / name).write_text("# %%\n")
    return tmp_path


def test_all_in_order(root):
    assert [lesson.name for lesson in find_lessons(root)] == [
        "00_start_here",
        "04_backpropagation",
        "10_more",
    ]


@pytest.mark.parametrize("wanted", ["04", "4", "04_backpropagation", "lessons/04_backpropagation.py"])
def test_one_by_any_of_its_names(root, wanted):
    assert [lesson.name for lesson in find_lessons(root, [wanted])] == ["04_backpropagation"]


def test_its_files(root):
    specs = root / "course_lib" / "exercises"
    (specs / "lesson_04").mkdir(parents=True)
    for name in ("lesson_04/__init__.py", "lesson_04/engine.py", "lesson_05.py", "spec.py"):
        (specs / name).touch()
    [lesson] = find_lessons(root, ["4"])
    paths = [lesson.source, *lesson.specs, lesson.notebook, lesson.solved]
    assert [lesson.shown(path) for path in paths] == [
        "lessons/04_backpropagation.py",
        "course_lib/exercises/lesson_04/__init__.py",
        "course_lib/exercises/lesson_04/engine.py",
        "notebooks/04_backpropagation.ipynb",
        "build/solved/04_backpropagation.ipynb",
    ]


@pytest.mark.parametrize("wanted", ["05", "backpropagation", "", "044"])
def test_a_lesson_that_does_not_exist(root, wanted):
    with pytest.raises(LessonNameError, match="There are: 00_start_here, 04_backpropagation, 10_more"):
        find_lessons(root, [wanted])


def test_two_lessons_with_one_number(root):
    (root / "lessons" / "04_other.py").write_text("")
    with pytest.raises(LessonNameError, match="number 04: 04_backpropagation"):
        find_lessons(root)


@pytest.mark.parametrize("name", ["notes.py", "4_backpropagation.py", "04-backpropagation.py", "05_a b.py"])
def test_a_file_that_is_no_lesson(root, name):
    (root / "lessons" / name).write_text("")
    with pytest.raises(LessonNameError, match=f"lessons/{name}: a lesson is named like"):
        find_lessons(root)


def test_no_lessons_at_all(tmp_path):
    with pytest.raises(LessonNameError, match="no lesson"):
        find_lessons(tmp_path)
