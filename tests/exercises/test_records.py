"""Progress on disk survives crashes, damage, other notebooks and folders that can't be written."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from course_lib.exercises import check, hint, records
from course_lib.exercises.records import Record, read, update


def one_more(record):
    return replace(record, tried=record.tried + 1)


def test_what_is_kept_is_read_again(downhill_home):
    assert read("x") == Record()
    assert update("x", one_more) == (Record(tried=1), "")
    assert read("x") == Record(tried=1)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"tried": "many"}', '{"passed": 1}', "\x00\x00"])
def test_a_damaged_file_is_kept_aside_and_told(downhill_home, damage):
    update("x", one_more)
    path = downhill_home / "progress" / "x.json"
    path.write_text(damage)
    assert read("x") == Record()
    record, note = update("x", one_more)
    assert record == Record(tried=1)
    assert "damaged" in note
    assert (path.parent / "x.json.damaged").read_text() == damage
    assert update("x", one_more) == (Record(tried=2), "")


def test_unknown_fields_of_a_newer_course_do_no_harm(downhill_home):
    update("x", one_more)
    (downhill_home / "progress" / "x.json").write_text('{"tried": 7, "stars": 3}')
    assert read("x").tried == 7


def test_a_crash_in_the_midst_of_writing_loses_nothing(downhill_home, monkeypatch):
    update("x", one_more)

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        update("x", one_more)
    monkeypatch.undo()
    assert read("x") == Record() or read("x") == Record(tried=1)
    assert not list((downhill_home / "progress").glob("*.new"))


def test_a_folder_that_cannot_be_written_breaks_no_check(downhill_home):
    downhill_home.parent.mkdir(exist_ok=True)
    downhill_home.write_text("a file where the folder should be")
    verdict = check("valley_slope", lambda x: 2 * (x - 1))
    assert verdict.passed
    assert "could not be saved" in verdict.footnotes[0]
    assert "Hint 1" in repr(hint("valley_slope"))
    assert "Hint 2" in repr(hint("valley_slope"))


def test_a_full_disk_breaks_no_check(monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records, "_write", full)
    verdict = check("valley_slope", lambda x: 2 * (x - 1))
    assert verdict.passed
    assert "No space left on device" in verdict.footnotes[0]


def test_notebooks_at_once_count_every_attempt(downhill_home):
    code = (
        "from dataclasses import replace; from course_lib.exercises.records import update\n"
        "for _ in range(25): update('x', lambda r: replace(r, tried=r.tried + 1))"
    )
    environment = os.environ | {"DOWNHILL_HOME": str(downhill_home)}
    running = [subprocess.Popen([sys.executable, "-c", code], env=environment) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert read("x").tried == 75
