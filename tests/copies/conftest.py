"""A tiny lesson for the tests of copies, and a course in a folder of its own with one copy of it in work/."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import from_dict

from course_lib.authoring.convert import checksum, grading
from course_lib.copies.update import update


def prose(cell_id, source):
    """A Markdown cell."""
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}


def code(cell_id, source, output=""):
    """A code cell; `output` is what it printed."""
    printed = [{"output_type": "stream", "name": "stdout", "text": [output]}] if output else []
    return {
        "cell_type": "code", "id": cell_id, "metadata": {}, "source": source, "outputs": printed,
        "execution_count": 1 if output else None,
    }  # fmt: skip


def graded(cell, **kind):
    """The cell as an exercise or a check, as `course build` makes it."""
    cell["metadata"] = {"deletable": False, "nbgrader": grading(cell["id"], **kind)}
    about = cell["metadata"]["nbgrader"]
    about |= {"checksum": checksum(from_dict(cell)), "cell_type": cell["cell_type"]}
    return cell


def exercise(name, stub="    ...  # your code here"):
    """An exercise and its check."""
    return [
        graded(code(name, f"def {name}(x):\n{stub}"), grade=False, solution=True),
        graded(
            code(f"check-{name}", f'check("{name}", {name})', "not attempted"),
            grade=True,
            solution=False,
            points=1,
        ),
    ]


def lesson():
    """The cells of the tiny lesson: two sections, two exercises, a written answer."""
    why = graded(prose("why", "Why?\n\nYOUR ANSWER HERE"), grade=True, solution=True, points=2)
    return [
        prose("title", "# 01 · Doubling"),
        code("title-2", "import math", "loaded"),
        *exercise("double"),
        prose("section", "## Halving"),
        code("section-2", "rate = 0.1\nprint(rate)", "0.1"),
        *exercise("halve"),
        why,
        code("section-3", "print('the end')", "the end"),
    ]


@dataclass
class Course:
    """`root` holds notebooks/ and work/; the lesson is 01_doubling."""

    root: Path
    said: list

    @property
    def copy(self):
        return self.root / "work" / "01_doubling.ipynb"

    @property
    def backups(self):
        return sorted((self.root / "work" / "backups").glob("*"))

    def publish(self, cells):
        """Make these cells the lesson."""
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (self.root / "notebooks" / "01_doubling.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    def publish_changed(self, cell_id, old, new):
        """Change one cell of the lesson."""
        cells = lesson()
        cell = next(cell for cell in cells if cell["id"] == cell_id)
        assert old in cell["source"]
        cell["source"] = cell["source"].replace(old, new)
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["checksum"] = checksum(from_dict(cell))
        self.publish(cells)

    def read(self):
        """The learner's notebook, sources joined."""
        notebook = json.loads(self.copy.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        return notebook

    def sources(self):
        """{cell's id: its source} of the learner's notebook."""
        return {cell["id"]: cell["source"] for cell in self.read()["cells"]}

    def type(self, cell_id, source):
        """The learner replaces the source of a cell and saves."""
        notebook = self.read()
        next(cell for cell in notebook["cells"] if cell["id"] == cell_id)["source"] = source
        self.copy.write_text(json.dumps(notebook), encoding="utf-8")

    def add(self, behind, cell):
        """The learner adds a cell behind another and saves."""
        notebook = self.read()
        places = [place for place, one in enumerate(notebook["cells"]) if one["id"] == behind]
        notebook["cells"].insert(places[0] + 1, copy.deepcopy(cell))
        self.copy.write_text(json.dumps(notebook), encoding="utf-8")

    def update(self, *wanted):
        """`course update`; returns its exit status, what it says is in `said`."""
        self.said.clear()
        return update(self.root, wanted, self.said.append)


@pytest.fixture
def nothing_open(monkeypatch):
    """No JupyterLab of this machine's user is asked."""
    monkeypatch.setattr("course_lib.copies.update.open_notebooks", set)


@pytest.fixture
def doubling(tmp_path, nothing_open):
    """The tiny course, with its lesson copied."""
    (tmp_path / "notebooks").mkdir()
    course = Course(tmp_path, [])
    course.publish(lesson())
    assert course.update() == 0
    return course


@pytest.fixture
def cells():
    """The makers of cells."""
    return type("Cells", (), {"prose": prose, "code": code, "exercise": exercise, "lesson": lesson})
