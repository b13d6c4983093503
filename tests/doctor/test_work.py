import json
import os

import pytest

from course_lib.doctor import NOTE, OK, PROBLEM, work
from course_lib.doctor.work import copies, hidden_modules, records, work_folder
from course_lib.exercises.records import count_attempt


def states(check):
    return [finding.state for finding in check()]


def notebook(text="Hello", kernel="python3"):
    cells = [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}]
    metadata = {"kernelspec": {"name": kernel, "display_name": "?"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A checkout with one lesson, copied."""
    from course_lib.copies import copy_new_lessons

    monkeypatch.setattr(work, "ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start.ipynb").write_text(notebook())
    copy_new_lessons(tmp_path / "notebooks", tmp_path / "work")
    return tmp_path


class TestWorkFolder:
    def test_writable(self, root):
        before = os.listdir(root / "work")
        assert states(work_folder) == [OK]
        assert os.listdir(root / "work") == before

    @pytest.mark.parametrize(("there", "state"), [(True, PROBLEM), (False, NOTE)])
    def test_not_writable(self, root, monkeypatch, there, state):
        def full(**_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("tempfile.TemporaryFile", full)
        if not there:
            monkeypatch.setattr(work, "ROOT", root / "notebooks")
        (found,) = work_folder()
        assert found.state == state
        assert "No space left on device" in found.text
        assert "free some space" in found.mend


class TestCopies:
    def test_as_they_should_be(self, root):
        assert states(copies) == []

    def test_no_folder_yet(self, root, monkeypatch):
        monkeypatch.setattr(work, "ROOT", root / "notebooks")
        assert states(copies) == []

    def test_cut_off(self, root):
        (root / "work" / "00_start.ipynb").write_text(notebook()[:40])
        (found,) = copies()
        assert found.state == PROBLEM
        assert "work/00_start.ipynb can't be opened: it is cut off or damaged" in found.text
        assert "course lab" in found.mend

    def test_another_kernel(self, root):
        (root / "work" / "00_start.ipynb").write_text(notebook(kernel="conda-base"))
        (root / "work" / "mine.ipynb").write_text(notebook())
        found = next(copies())
        assert found.state == NOTE
        assert "'conda-base'" in found.text
        assert "Change Kernel" in found.mend

    def test_stale(self, root):
        (root / "notebooks" / "00_start.ipynb").write_text(notebook("Hello again"))
        (found,) = copies()
        assert found.state == NOTE
        assert "newer 00_start" in found.text
        assert "course update" in found.mend


class TestHiddenModules:
    @pytest.mark.parametrize("name", ["random.py", "torch.py", "numpy/__init__.py", "course_lib.py"])
    def test_a_name_that_python_needs(self, root, name):
        path = root / "work" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        (found,) = hidden_modules()
        assert found.state == PROBLEM
        assert path.name.split(".")[0] in found.text or path.parent.name in found.text

    def test_other_names(self, root):
        (root / "work" / "helpers.py").touch()
        (root / "work" / "random.txt").touch()
        (root / "work" / "json").mkdir()
        assert states(hidden_modules) == []


class TestRecords:
    def test_readable(self):
        count_attempt("valley_slope", True)
        assert states(records) == [OK]

    def test_damaged(self, downhill_home):
        count_attempt("valley_slope", True)
        (downhill_home / "progress" / "valley_slope.json").write_text("")
        (found,) = records()
        assert found.state == NOTE
        assert "valley_slope is damaged" in found.text
        assert "run its check again" in found.text
