"""The version of the grader: what verdicts depend on is in it, what is only made of records is not."""

import shutil

import pytest

from course_lib.grading import store, view
from course_lib.grading.limits import Limits
from course_lib.grading.store import Store, version_of


@pytest.fixture
def package(monkeypatch, tmp_path):
    """A copy of the rooms that verdicts depend on, to be changed."""
    for room in store.READ_BY_VERDICTS:
        shutil.copytree(view.PACKAGE / room, tmp_path / room)
    monkeypatch.setattr(store, "PACKAGE", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("grading/judging.py", True),
        ("grading/inside/serve.py", True),
        ("exercises/lesson_00.py", True),
        ("grading/reports/class_report.py", False),
    ],
)
def test_what_makes_all_be_graded_again(package, file, again):
    before = version_of(Limits())
    with open(package / file, "a", encoding="utf-8") as changed:
        changed.write("# another line")
    assert (version_of(Limits()) != before) == again


def test_other_limits_are_another_version():
    assert version_of(Limits()) != version_of(Limits(seconds=7))


def test_a_record_counts_for_its_own_bytes_and_version_alone(tmp_path):
    kept = Store(tmp_path, "1")
    kept.prepare()
    kept.keep({"key": "anna"}, "bytes")
    assert kept.kept("anna", "bytes")["key"] == "anna"
    assert kept.kept("anna", "other bytes") is None
    assert Store(tmp_path, "2").kept("anna", "bytes") is None
