"""Grade many submissions, several at a time. Each is kept as soon as it is done, so a run can end at any moment."""

from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from course_lib.grading.graded import CRASHED
from course_lib.grading.record import not_graded
from course_lib.grading.store import Store
from course_lib.grading.submission import Submission
from course_lib.grading.worker import begin, grade_one

TRIES_ALONE = 3  # somebody else may have ended a worker
THE_GRADER_ENDED = (
    "The grader's own process ended while it graded this submission, alone as well as among others."
)


def grade_all(
    submissions: list[Submission], store: Store, settings: tuple, workers: int, progress
) -> list[dict]:
    """The records of all submissions, in their order. `progress(record)` is called after each.

    `settings` are the arguments of `worker.begin`. Raises what a worker raises: NoSandboxError, OSError.
    """
    records, waiting = {}, list(submissions)
    while waiting:
        broken = _grade(waiting, settings, workers, records, progress)
        waiting = [one for one in waiting if one.key not in records]
        if broken:  # one of the first in the queue ended its worker: try these each alone
            for suspect in waiting[: 2 * workers + 1]:
                if all(_grade([suspect], settings, 1, records, progress) for _ in range(TRIES_ALONE)):
                    record = not_graded(suspect, CRASHED, THE_GRADER_ENDED)
                    store.keep(record, "")
                    records[suspect.key] = record
                    progress(record)
            waiting = [one for one in waiting if one.key not in records]
    return [records[one.key] for one in submissions]


def _grade(submissions, settings, workers, records, progress) -> bool:
    """Grade these with fresh workers; returns whether a worker ended before they were done."""
    pool = ProcessPoolExecutor(min(workers, len(submissions)), get_context("spawn"), begin, settings)
    try:
        for future in as_completed([pool.submit(grade_one, one) for one in submissions]):
            record = future.result()
            records[record["key"]] = record
            progress(record)
    except BrokenProcessPool:
        return True
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list((pool._processes or {}).values()):
            process.kill()
        raise
    pool.shutdown()
    return False
