"""A process that grades one submission after another, with a warm sandbox of its own."""

import atexit
import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from course_lib.grading.limits import Limits
from course_lib.grading.notebook import UnreadableError
from course_lib.grading.record import UNREADABLE, grade_submission, not_graded
from course_lib.grading.sandbox import NoSandboxError, Sandbox
from course_lib.grading.store import Store
from course_lib.grading.submission import Handed, Submission

PR_SET_PDEATHSIG = 1
_settings = {}


def begin(folder: Path, version: str, limits: Limits, secret: bytes, unsafe: bool):
    """To be called once, in the process's main thread. The sandbox loads while the first submission is read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process stops us
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody left to grade for
        _leave_memory_to_others()
    sandbox = Sandbox(limits, unsafe)
    atexit.register(sandbox.close)
    with suppress(NoSandboxError):  # the first submission will raise it again
        sandbox.launch()
    _settings.update(store=Store(folder, version), sandbox=sandbox, limits=limits, secret=secret)


def _leave_memory_to_others():
    """At most half of the machine's memory: a file that needs more is unreadable, and ends nothing."""
    import resource

    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (half if most == resource.RLIM_INFINITY else min(half, most), most)
    )


def grade_one(submission: Submission) -> dict:
    """Grade a submission, unless there is a record of exactly it, and keep the record; returns it.

    Raises NoSandboxError, and OSError where the record can't be written.
    """
    store = _settings["store"]
    record, handed = look_up(submission, store)
    if record is None:
        record = grade_bytes(submission, handed)
        store.keep(record, record["fingerprint"])
    return record


def look_up(submission: Submission, store: Store) -> tuple[dict | None, Handed]:
    """The record of a submission that needs no grading (graded before, or unreadable) or None, and its bytes."""
    try:
        handed = Handed(submission.read(), submission.files())
    except UnreadableError as error:
        record = not_graded(submission, UNREADABLE, str(error))
        store.keep(record, "")
        return record, Handed(b"")
    return store.kept(submission.key, handed.fingerprint()), handed


def grade_bytes(submission: Submission, handed: Handed) -> dict:
    """The record of a submission whose bytes are `handed`. Raises NoSandboxError."""
    _settings["sandbox"].start()  # its loading is no submission's time
    record = grade_submission(
        submission, handed, _settings["sandbox"], _settings["limits"], _settings["secret"]
    )
    return {"fingerprint": handed.fingerprint()} | record  # it tells which students handed in the same file
