"""The command: prints each verdict and the sum; its exit status is 0 only where all exercises pass."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from course_lib.checking.needs import find_exercises, steps_for
from course_lib.checking.read import NotANotebookError, read_code_cells

ALL_PASS, SOME_FAIL, UNREADABLE = 0, 1, 2


def check_notebook(path) -> int:
    """Print the verdicts on a notebook's exercises; returns the exit status, 0 where all pass."""
    try:
        sources, ids = read_code_cells(Path(path))
        found = find_exercises(Path(path), sources, ids)
    except NotANotebookError as error:
        print(error)
        return UNREADABLE
    reports = run_steps(steps_for(sources, found), Path(path).resolve().parent)
    return _print_all(found, reports)


def run_steps(steps, folder: Path) -> dict:
    """Run the steps in a process of their own, in `folder`; returns {id: report} of what was examined."""
    with TemporaryDirectory(prefix="downhill-") as temporary:
        results = Path(temporary, "results.jsonl")
        Path(temporary, "steps.json").write_text(json.dumps(steps), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "course_lib.checking.run", temporary],
            cwd=folder,
            env=os.environ | {"IPYTHONDIR": temporary, "MPLBACKEND": "agg", "TQDM_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    reports = map(json.loads, lines)
    return {report["exercise"]: report for report in reports}


def _print_all(found, reports):
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that has no ✓ shows a question mark
    passed = earned = 0
    for one in found:
        report = reports.get(one.exercise.id) or _no_report(one)
        print(report["text"], end="\n\n")
        passed += report["passed"]
        earned += report["points"]
    points = sum(one.exercise.points for one in found)
    print(f"{passed} of {len(found)} exercises pass: {earned} of {points} points.")
    return ALL_PASS if passed == len(found) else SOME_FAIL


def _no_report(one):
    why = (
        "is not in this notebook."
        if one.place is None
        else "was not reached: Python itself ended in a cell before it."
    )
    return {"text": f"✗ {one.exercise.id} {why}", "passed": False, "points": 0}
