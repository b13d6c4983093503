"""The other process of `course check`: runs cells and examines answers, as `command` told it to.

Started as `python -m course_lib.checking.run FOLDER`, it reads FOLDER/steps.json and appends one line of JSON for each
answer to FOLDER/results.jsonl at once, so that a cell that ends Python costs only what comes after it.
"""

import json
import os
import sys
from pathlib import Path

CELL_SECONDS = 600


def main(folder: Path):
    """Do all steps in one IPython shell, as a notebook's kernel would."""
    os.environ.pop("NBGRADER_EXECUTION", None)  # a check inside a cell must not stop it
    shell = _shell(folder)
    failed = {}
    for step in json.loads((folder / "steps.json").read_text(encoding="utf-8")):
        if "run" in step:
            _run(shell, step, failed)
        else:
            report = _examine(shell.user_ns, step, failed)
            with open(folder / "results.jsonl", "a", encoding="utf-8") as results:
                results.write(json.dumps(report) + "\n")


def _shell(folder):
    from IPython.core.interactiveshell import InteractiveShell

    from course_lib.exercises import records

    records.folder = lambda: folder / "progress"  # nobody's own progress is touched
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    return shell


def _run(shell, step, failed):
    """Run a cell. What it should have defined and did not is gone: no older answer of the same name counts."""
    from course_lib.exercises.timelimit import TimeUp, call_within

    for name in step["defines"]:
        shell.user_ns.pop(name, None)
    try:
        result = call_within(CELL_SECONDS, lambda: shell.run_cell(step["run"], store_history=True))
        error = result.error_before_exec or result.error_in_exec
    except TimeUp as stopped:
        error = stopped
    for name in step["defines"]:
        failed.pop(name, None)
        if error is not None and name not in shell.user_ns:
            failed[name] = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _examine(namespace, step, failed):
    from course_lib.exercises import get_exercise
    from course_lib.exercises.learner import examine

    verdict = _verdict(get_exercise(step["examine"]), namespace, step["name"], failed, examine)
    return {
        "exercise": verdict.exercise,
        "state": str(verdict.state),
        "passed": verdict.passed,
        "points": verdict.points,
        "text": repr(verdict),
    }


def _verdict(exercise, namespace, name, failed, examine):
    from course_lib.exercises.verdict import State
    from course_lib.exercises.wording import verdict_on

    if name in namespace:
        return examine(exercise, namespace[name])
    title = failed.get(name, f"no cell before the check defines {name}")
    return verdict_on(exercise, State.RAISED, title, ["The cell with the answer did not run to its end."])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
