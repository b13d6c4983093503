"""A child that serves one run over a submission: it does what the grader asks, until the grader ends it."""

import pickle
import random
import sys
from contextlib import suppress
from pathlib import Path

from course_lib.exercises.run import attempt
from course_lib.exercises.timelimit import TimeUp, call_within
from course_lib.grading.inside import isolate
from course_lib.grading.inside.cells import as_python, run_source
from course_lib.grading.inside.channel import Channel
from course_lib.grading.inside.encode import encoded_attempt
from course_lib.grading.inside.library import install
from course_lib.grading.inside.locate import locate
from course_lib.grading.inside.plan import plan


def serve(connection, shell, isolated: bool):
    """Obey commands `(name, argument)`: limits, locate, run, attempt. Ends where the grader is gone."""
    channel = Channel(connection)
    _, (limits, hidden) = channel.receive()
    if isolated:
        try:
            isolate.shut_in(limits, hidden)
        except OSError as error:
            channel.send({"refused": str(error)})
            return
    else:
        with suppress(OSError, ValueError):  # macOS has not all of these limits
            isolate.limit_resources(limits)
    channel.send({"ready": True})
    commands = {"locate": _locate, "run": _run, "attempt": _attempt}
    while True:
        command, argument = channel.receive()
        commands[command](channel, shell, argument)


def _locate(channel, shell, notebook):
    """Where the answers are, and which of them can be looked at in one run. No cell has run yet."""
    sources = [as_python(shell, cell.source) for cell in notebook["cells"]]
    found = locate(notebook["cells"], sources, notebook["exercises"])
    runs = plan(found, sources, notebook["answers"], notebook["drives"], notebook["uses"], notebook["alone"])
    channel.send({"found": [vars(one) for one in found], "runs": runs})


def _run(channel, shell, run):
    """Run cells, telling of each that it begins and how it ended. Everything after this may be the student's doing."""
    install(run["library"])
    for name, content in run["files"].items():
        _put(Path(name), content)
    random.seed(0)  # a fork seeds it anew, from nobody knows what
    for step in run["steps"]:
        channel.send({"begins": step["place"]})
        error, timed_out = _run_cell(shell, step, run["cell_seconds"])
        channel.send({"ends": step["place"], "error": error, "timed_out": timed_out})
    channel.send({"ready": True})


def _put(path, content):
    """A file for the answer, in its working folder; none (of another submission, without a sandbox) where None."""
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)


def _run_cell(shell, step, seconds):
    """What went wrong, or "", and whether it was the time. What a cell should have defined and did not is gone: no older
    answer of its name counts."""
    for name in step["defines"]:
        shell.user_ns.pop(name, None)
    try:
        error = call_within(seconds, lambda: run_source(shell, step["source"]))
    except BaseException as stopped:  # TimeUp, or what a cell raises to be no Exception
        error = stopped
    if error is None:
        return "", False
    if isinstance(error, TimeUp):
        return f"the cell took longer than {seconds:g} seconds", True
    try:
        return f"{type(error).__name__}: {str(error)[:500]}", False
    except BaseException:
        return type(error).__name__[:200], False


def _attempt(channel, shell, asked):
    """Put the answer of one exercise to the test, on inputs and on extreme ones."""
    if asked["name"] not in shell.user_ns:
        channel.send({"missing": True})
        return
    answer = shell.user_ns[asked["name"]]
    drive, inputs, extremes = pickle.loads(asked["trial"])
    tried = attempt(answer, drive, inputs, asked["seconds"], **asked["look_for"])
    strained = None
    if extremes and tried.callable:
        strained = attempt(answer, drive, extremes, asked["seconds"], look_for_stubs=False)
    sys.settrace(None)
    channel.send({"attempt": encoded_attempt(tried), "extremes": strained and encoded_attempt(strained)})
