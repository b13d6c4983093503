"""Submissions of lesson 00, written and graded as an instructor does it; what needs the sandbox is skipped without."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from course_lib.cli import main
from course_lib.grading import bubblewrap, sandbox

SETUP = "import numpy as np\nfrom course_lib.exercises import check"
RIGHT = {
    "prediction": 'prediction = "a"',
    "slope": "def valley_slope(x):\n    return 2 * (x - 1)",
    "step": "def step_downhill(x, slope, learning_rate):\n    return x - learning_rate * slope",
}
IDS = {"prediction": "which_way_is_down", "slope": "valley_slope", "step": "step_downhill"}
MARKER = "INSTRUCTORS-OWN-FILE-4711"


def cells_of(before=(), **answers):
    """The code cells of a right submission, with some answers (texts of cells, or lists of such) put in their place."""
    cells = [new_code_cell(source) for source in (SETUP, *before)]
    for part, right in RIGHT.items():
        sources = answers.get(part, right)
        for number, source in enumerate([sources] if isinstance(sources, str) else sources):
            metadata = {"nbgrader": {"grade_id": IDS[part], "solution": True}} if number == 0 else {}
            cells.append(new_code_cell(source, metadata=metadata))
        name = {"prediction": "prediction", "slope": "valley_slope", "step": "step_downhill"}[part]
        cells.append(new_code_cell(f'check("{IDS[part]}", {name})'))
    return cells


def notebook_of(cells) -> bytes:
    """A notebook's bytes."""
    return json.dumps(new_notebook(cells=cells)).encode()


@dataclass
class Graded:
    """A folder of grades, and what the command said."""

    out: Path
    output: str
    status: int

    def __post_init__(self):
        results = (self.out / "results").glob("*.json")
        self.records = [json.loads(path.read_text(encoding="utf-8")) for path in results]

    def of(self, student):
        """The record of a student's only submission."""
        (record,) = [record for record in self.records if record["owner"] == student]
        return record

    def everything(self) -> str:
        """All text that came out, the secret left out."""
        files = [
            path for path in self.out.rglob("*") if path.is_file() and path.name not in ("secret", ".lock")
        ]
        return "\n".join([self.output, *(path.read_text(encoding="utf-8") for path in files)])


def grade_folder(submissions, out, *options):
    """`course grade`, as typed."""
    result = CliRunner().invoke(main, ["grade", str(submissions), "--out", str(out), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Graded(Path(out), result.output, result.exit_code)


@pytest.fixture(scope="session")
def needs_sandbox():
    """Skips where submissions can't be run safely."""
    if not sandbox.is_there():
        pytest.skip("bubblewrap is not installed (Debian: sudo apt install bubblewrap)")
    if bubblewrap.is_there() and os.geteuid():
        line = [*bubblewrap.command(), "--", "true"]
        tried = subprocess.run(line, capture_output=True, text=True, check=False)
        if tried.returncode:
            pytest.skip(f"bubblewrap does not work here: {tried.stderr.strip()}")


@pytest.fixture(scope="session")
def warm_sandbox(needs_sandbox):
    """One sandbox for all tests that need no limits of their own: its start takes seconds."""
    from course_lib.grading.limits import Limits
    from course_lib.grading.sandbox import Sandbox

    sandbox = Sandbox(Limits())
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def grade_students(needs_sandbox, tmp_path_factory):
    """`grade_students({student: bytes}, *options)` grades `<student>/00_start_here.ipynb`; returns Graded."""

    def grade(students, *options):
        folder = tmp_path_factory.mktemp("class")
        for student, data in students.items():
            path = folder / "submissions" / student / "00_start_here.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
        return grade_folder(folder / "submissions", folder / "grades", *options)

    return grade


@pytest.fixture(scope="session")
def builders():
    """`cells_of`, `notebook_of`, `grade_folder` for test modules, which can't import this file."""
    return {"cells_of": cells_of, "notebook_of": notebook_of, "grade_folder": grade_folder}
