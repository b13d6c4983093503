"""What `course build` does and prints."""

from course_lib.authoring.build import build
from course_lib.authoring.freshness import stale_notebooks
from course_lib.authoring.lessons import ROOT, LessonNameError


def run(wanted=(), force=False, check=False):
    """Build the lessons, or with `check` only say which notebooks are stale. Returns the exit status."""
    try:
        if check:
            return _report_stale(stale_notebooks(ROOT, wanted))
        return 1 if build(ROOT, _exercises_of, wanted, force) else 0
    except LessonNameError as error:
        print(error)
        return 2


def _report_stale(stale):
    for name, reason in stale:
        print(f"{name}: {reason}")
    if stale:
        print("Run `course build` (or `make notebooks`) and commit what it changes in notebooks/.")
    return 1 if stale else 0


def _exercises_of(number):
    from course_lib.exercises import exercises_of  # loads NumPy: only where a lesson is built

    return exercises_of(number)
