"""The sample exercises stand in a file beside the tests; `try_answer` puts an answer to one of them."""

import importlib.util
from pathlib import Path

import pytest

from course_lib.exercises import examine
from course_lib.exercises.diagnose import diagnose

_spec = importlib.util.spec_from_file_location("exercise_samples", Path(__file__).with_name("samples.py"))
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)


@pytest.fixture(autouse=True)
def no_failure_of_the_diagnosis_is_hidden(monkeypatch):
    """A learner gets the verdict without it; here a test fails."""
    monkeypatch.setattr("course_lib.exercises.judge.diagnosed", diagnose)


@pytest.fixture
def sample():
    """A sample exercise by its id."""
    return samples.BY_ID.__getitem__


@pytest.fixture
def try_answer():
    """`try_answer(id, answer)` gives the verdict."""

    def try_it(exercise_id, answer, seed=None):
        return examine(samples.BY_ID[exercise_id], answer, seed)

    return try_it
