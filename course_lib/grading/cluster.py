"""`course grade --scheduler`: the same work, done by a Dask cluster.

This machine reads the submissions and alone keeps the records; the workers get bytes and give records back, so work that
is done twice (a worker died) is kept once. Each thread of a worker has a grader: a process with a warm sandbox that
takes one submission after another. It is a plain child process because a worker is a daemon, which may not use a pool.
"""

import os
import pickle
import platform
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import click

from course_lib.grading.batch import THE_GRADER_ENDED
from course_lib.grading.graded import CRASHED
from course_lib.grading.record import not_graded
from course_lib.grading.sandbox import NoSandboxError
from course_lib.grading.store import Store, version_of
from course_lib.grading.submission import Handed, Submission
from course_lib.grading.worker import begin, grade_bytes, look_up

ANSWERS_WITHIN = 30  # seconds for the scheduler
PATIENCE = 60  # seconds without any worker until the command gives up
SUBMISSIONS_AHEAD, BYTES_AHEAD = 256, 500_000_000  # sent and not yet graded: this is what bounds the memory
GO_ON = "What is graded is kept; the same command goes on from here."
DIED = "The worker that graded it died, and so did each that tried it again. The next run tries once more."
_here = threading.local()  # the grader of each thread of a worker


def grade_on_cluster(
    address: str, submissions: list[Submission], store: Store, settings: tuple, progress
) -> list[dict]:
    """The records of all submissions, in their order, as `batch.grade_all` gives them.

    `settings` are version, limits, secret and unsafe, as in `worker.begin`. Raises NoSandboxError where a worker has no
    sandbox, click.ClickException where the cluster is of no use, OSError where a record can't be written.
    """
    records, running = {}, {}

    def done(record, fingerprint=None):
        if fingerprint is not None:
            store.keep(record, fingerprint)
        records[record["key"]] = record
        progress(record)

    with _client(address) as client:
        for submission in submissions:
            record, handed = look_up(submission, store)
            if record is not None:
                done(record)
                continue
            future = client.submit(grade_there, submission, handed, settings, pure=False)
            running[future] = submission, handed.size
            while _enough(running):
                _collect(client, running, done)
        while running:
            _collect(client, running, done)
    return [records[one.key] for one in submissions]


@contextmanager
def _client(address):
    """A connection to a cluster that has workers. Raises click.ClickException."""
    try:
        import dask
        from dask.distributed import CancelledError, Client
    except ImportError:
        raise click.ClickException("--scheduler needs Dask: pip install -r requirements-test.txt") from None
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client = Client(address, timeout=ANSWERS_WITHIN)
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise click.ClickException(
                f"No Dask cluster with a worker answers at {address} ({error}). "
                "Start one with `dask scheduler` and, on each machine, `dask worker ADDRESS`."
            ) from None
        with client:
            try:
                yield client
            except CancelledError:
                raise click.ClickException(f"The Dask scheduler at {address} ended. {GO_ON}") from None


def _enough(running):
    return len(running) >= SUBMISSIONS_AHEAD or sum(size for _, size in running.values()) > BYTES_AHEAD


def _collect(client, running, done):
    """Wait until something is graded and hand it on. Raises what a worker raised."""
    from dask.distributed import KilledWorker, wait

    try:
        finished = wait(list(running), timeout=PATIENCE, return_when="FIRST_COMPLETED").done
    except TimeoutError:
        if client.nthreads():
            return  # somebody is at work
        raise click.ClickException(f"No Dask worker is left. {GO_ON}") from None
    for future in finished:
        submission, _ = running.pop(future)
        try:
            record = future.result()
        except KilledWorker:  # it may be the machine's fault as well: told, but not kept
            done(not_graded(submission, CRASHED, DIED))
        else:
            done(record, record["fingerprint"])


def grade_there(submission: Submission, handed: Handed, settings: tuple) -> dict:
    """On a worker: the record of a submission whose bytes are `handed`. Raises NoSandboxError, click.ClickException."""
    for _ in range(2):
        try:
            return _grader(settings).ask((submission, handed))
        except GraderEndedError:
            _here.grader.close()
            _here.grader = None
        except NoSandboxError as error:
            raise NoSandboxError(f"On the Dask worker {platform.node()}: {error}") from None
    return not_graded(submission, CRASHED, THE_GRADER_ENDED) | {"fingerprint": ""}


def _grader(settings):
    """The grader of this thread; another one where the settings have changed."""
    grader = getattr(_here, "grader", None)
    if grader is None or grader.settings != settings:
        if grader is not None:
            grader.close()
        _here.grader = None
        _here.grader = grader = _started(settings)
    return grader


def _started(settings):
    grader = Grader(settings)
    try:
        version = grader.ask(settings)
    except GraderEndedError:
        raise click.ClickException(
            "The grader does not start on a Dask worker: see the worker's log, and `course doctor` there."
        ) from None
    if version != settings[0]:
        grader.close()
        raise click.ClickException(
            "A Dask worker has another version of the course than this machine, so its scores could differ. "
            "Install the same one on all, and restart the workers."
        )
    return grader


class GraderEndedError(Exception):
    """A grader ended before it answered."""


class Grader:
    """A process that grades one submission after another. It ends with the thread that started it, or at `close`."""

    def __init__(self, settings: tuple):
        self.settings = settings
        self.process = subprocess.Popen(
            [sys.executable, "-m", "course_lib.grading.cluster"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, question):
        """The answer to (submission, bytes) is a record, to the settings a version. Raises what the process raised."""
        try:
            pickle.dump(question, self.process.stdin)
            self.process.stdin.flush()
            answer = pickle.load(self.process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise GraderEndedError from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        """End the process; its sandbox ends with it."""
        self.process.kill()
        self.process.wait()


def main():
    """Be a grader: settings come in, then submissions; a version goes out, then records."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed goes to the worker's log

    def answer(thing):
        pickle.dump(thing, answers)
        answers.flush()

    version, limits, secret, unsafe = pickle.load(questions)
    begin(Path(), version, limits, secret, unsafe)
    answer(version_of(limits))
    while True:
        try:
            submission, handed = pickle.load(questions)
        except EOFError:
            return
        try:
            answer(grade_bytes(submission, handed))
        except Exception as error:
            answer(error)


if __name__ == "__main__":
    main()
