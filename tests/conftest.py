"""What every test gets: a user's folder of its own, pictures without a window, and reproducible random examples."""

import os
import shutil
import textwrap
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

os.environ["MPLBACKEND"] = (
    "Agg"  # before anything imports matplotlib; a kernel for notebooks gets its own environment
)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def downhill_home(tmp_path, monkeypatch):
    """A fresh user's folder (cache and progress) for each test: nobody's own is read or written."""
    home = tmp_path / "downhill-home"
    monkeypatch.setenv("DOWNHILL_HOME", str(home))
    return home


@contextmanager
def running_chromium():
    """Headless Chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium():
    """A browser for the tests of one file: playwright has an event loop of its own, which other tests must not meet."""
    if not CHROMIUM:
        pytest.skip(
            "no chromium on this machine: install it (Debian: apt-get install chromium) to run these tests"
        )
    with running_chromium() as browser:
        yield browser


SAMPLE = '''\
# %% [markdown]
# # 01 · A sample
# Hello.

# %%
import os


def check(exercise_id, answer):
    attempted = answer is not ... and (not callable(answer) or answer(2) is not None)
    if not attempted and os.environ.get("NBGRADER_EXECUTION"):
        raise AssertionError("not attempted")
    print(exercise_id, "correct" if attempted else "not attempted")


# %% [markdown]
# ## Doubling
# Twice a number.


# %% exercise="double"
def double(x):
    """Twice x, a number."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% exercise="guess"
prediction = (
    ### BEGIN SOLUTION
    "b"
    ### END SOLUTION
)

# %% [markdown] written="why" points=2
# ## Why?
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION

# %%
print(double(3))
'''


@dataclass(frozen=True)
class SampleExercise:
    """As much of an exercise's spec as the authoring room reads."""

    id: str
    name: str
    points: int = 1


@dataclass
class Course:
    """A tiny course in a folder of its own: one lesson with two exercises and a written answer."""

    root: Path
    exercises: dict

    def write(self, text, name="01_sample"):
        """Write a lesson; returns its file."""
        path = self.root / "lessons" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    def exercises_of(self, number):
        """The specs of a lesson."""
        return self.exercises.get(number, [])


@pytest.fixture
def course(tmp_path):
    """The tiny course, written anew for each test."""
    (tmp_path / "course").mkdir()
    specs = [SampleExercise("double", "double"), SampleExercise("guess", "prediction", points=3)]
    course = Course(tmp_path / "course", {"01": specs})
    course.write(SAMPLE)
    return course
