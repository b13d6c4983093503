"""Grading on a Dask cluster: the same records as here, once each, whatever dies on the way."""

import json
import os
import platform
import re
import shutil
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from course_lib.grading import cluster
from course_lib.grading.limits import Limits
from course_lib.grading.sandbox import NoSandboxError
from course_lib.grading.store import Store, version_of
from course_lib.grading.submission import Handed, Submission

pytestmark = [pytest.mark.slow, pytest.mark.long]
STUDENTS = 14
WRONG = "def valley_slope(x):\n    return 2 * x"
SLOW = "import time\ntime.sleep(0.4)\ndef valley_slope(x):\n    return 2 * (x - 1)"


@pytest.fixture(scope="module")
def local_cluster(needs_sandbox):
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as running:
        yield running


@pytest.fixture(scope="module")
def submissions(needs_sandbox, builders, tmp_path_factory):
    """Students, every other one wrong in one answer, and one whose file is no notebook."""
    folder = tmp_path_factory.mktemp("submissions")
    for number in range(STUDENTS):
        (folder / f"s{number:02}").mkdir()
        data = builders["notebook_of"](builders["cells_of"](slope=WRONG if number % 2 else SLOW))
        (folder / f"s{number:02}" / "00_start_here.ipynb").write_bytes(data)
    (folder / "broken").mkdir()
    (folder / "broken" / "00_start_here.ipynb").write_bytes(b"{")
    return folder


@pytest.fixture(scope="module")
def here(submissions, builders, tmp_path_factory):
    """The grades as this machine alone gives them."""
    return builders["grade_folder"](submissions, tmp_path_factory.mktemp("here") / "grades")


@pytest.fixture
def out(here, tmp_path):
    """A new folder for grades with the same secret."""
    folder = tmp_path / "grades"
    folder.mkdir()
    (folder / "secret").write_text((here.out / "secret").read_text())
    return folder


@pytest.fixture
def kept(monkeypatch):
    """Counts how often each record is kept."""
    counts, keep = Counter(), Store.keep

    def counting(self, record, fingerprint):
        counts[record["key"]] += 1
        keep(self, record, fingerprint)

    monkeypatch.setattr(Store, "keep", counting)
    return counts


def without_times(records):
    return {one["key"]: {name: value for name, value in one.items() if name != "seconds"} for one in records}


def results(out):
    return len(list((out / "results").glob("*.json"))) if (out / "results").exists() else 0


def kill_when(condition, pids):
    """Kill the processes that `pids()` gives as soon as the condition holds; returns the thread that waits."""

    def wait_and_kill():
        ends = time.monotonic() + 60
        while not condition() and time.monotonic() < ends:
            time.sleep(0.02)
        for pid in pids():
            os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=wait_and_kill)
    thread.start()
    return thread


def processes(word):
    """Numbers of the processes with this word in their command line."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            found += [int(pid)] if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes() else []
        except OSError:
            continue
    return found


def test_a_killed_worker_changes_nothing(local_cluster, submissions, here, builders, out, kept):
    (victim, _) = [worker.pid for worker in local_cluster.workers.values()]
    killer = kill_when(lambda: results(out) >= 4, lambda: [victim])
    graded = builders["grade_folder"](submissions, out, "--scheduler", local_cluster.scheduler_address)
    killer.join()
    assert graded.status == 0, graded.output
    assert victim not in [worker.pid for worker in local_cluster.workers.values()]
    assert without_times(graded.records) == without_times(here.records)
    assert kept == Counter(record["key"] for record in here.records)  # each of them once


def test_a_killed_grader_changes_nothing(local_cluster, submissions, here, builders, out, kept):
    killer = kill_when(lambda: results(out) >= 4, lambda: processes("course_lib.grading.cluster")[:1])
    graded = builders["grade_folder"](submissions, out, "--scheduler", local_cluster.scheduler_address)
    killer.join()
    assert without_times(graded.records) == without_times(here.records)
    assert kept == Counter(record["key"] for record in here.records)


def test_what_is_graded_is_not_sent_again(local_cluster, submissions, here, builders, out, monkeypatch, kept):
    shutil.copytree(here.out / "results", out / "results")
    monkeypatch.setattr(cluster, "grade_there", None)
    builders["grade_folder"](submissions, out, "--scheduler", local_cluster.scheduler_address)
    assert not kept


def test_few_at_a_time(local_cluster, submissions, here, builders, out, monkeypatch):
    monkeypatch.setattr(cluster, "BYTES_AHEAD", 1)
    graded = builders["grade_folder"](submissions, out, "--scheduler", local_cluster.scheduler_address)
    assert without_times(graded.records) == without_times(here.records)


def test_nothing_is_left_where_a_cluster_ends(submissions, builders, tmp_path):
    distributed = pytest.importorskip("distributed")
    before = set(processes("course_lib.grading"))
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=":0") as ours:
        builders["grade_folder"](submissions, tmp_path / "grades", "--scheduler", ours.scheduler_address)
        assert set(processes("course_lib.grading.cluster")) - before
    ends = time.monotonic() + 10
    while set(processes("course_lib.grading")) - before and time.monotonic() < ends:
        time.sleep(0.1)
    assert set(processes("course_lib.grading")) - before == set()


def test_no_cluster_is_told(submissions, builders, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "ANSWERS_WITHIN", 2)
    graded = builders["grade_folder"](submissions, tmp_path / "grades", "--scheduler", "tcp://127.0.0.1:9")
    assert graded.status == 1
    assert "No Dask cluster with a worker answers at tcp://127.0.0.1:9" in graded.output


def test_another_version_is_refused(needs_sandbox):
    settings = ("another", Limits(), b"secret", False)
    with pytest.raises(click.ClickException, match="another version of the course"):
        cluster.grade_there(Submission("a", "a", "a.ipynb", ""), Handed(b"{}"), settings)


def test_a_submission_that_ends_its_grader_twice(monkeypatch):
    class Ending:
        def __init__(self, settings):
            self.settings = settings

        def ask(self, question):
            if question == self.settings:
                return self.settings[0]
            raise cluster.GraderEndedError

        def close(self):
            pass

    monkeypatch.setattr(cluster, "Grader", Ending)
    monkeypatch.setattr(cluster, "_here", threading.local())
    settings = (version_of(Limits()), Limits(), b"secret", False)
    record = cluster.grade_there(Submission("a", "a", "a.ipynb", ""), Handed(b"{}"), settings)
    assert (record["status"], record["points"]) == ("crashed", 0)
    assert json.dumps(record)


def test_a_worker_without_a_sandbox_is_named(monkeypatch):
    class Refusing:
        def __init__(self, settings):
            self.settings = settings

        def ask(self, question):
            if question == self.settings:
                return self.settings[0]
            raise NoSandboxError("bubblewrap is not installed here")

    monkeypatch.setattr(cluster, "Grader", Refusing)
    monkeypatch.setattr(cluster, "_here", threading.local())
    settings = (version_of(Limits()), Limits(), b"secret", False)
    with pytest.raises(
        NoSandboxError, match=re.escape(f"On the Dask worker {platform.node()}: bubblewrap is not")
    ):
        cluster.grade_there(Submission("a", "a", "a.ipynb", ""), Handed(b"{}"), settings)


@pytest.mark.parametrize("workers", [{}, {"tcp://10.0.0.5:1": 8}])
def test_when_no_worker_is_left_it_stops_and_says_how_to_go_on(monkeypatch, workers):
    distributed = pytest.importorskip("dask.distributed")

    def nothing_for_a_minute(*arguments, **more):
        raise TimeoutError

    monkeypatch.setattr(distributed, "wait", nothing_for_a_minute)
    client = SimpleNamespace(nthreads=lambda: workers)
    if workers:
        cluster._collect(client, {}, None)  # somebody is at work
    else:
        with pytest.raises(click.ClickException, match=r"No Dask worker is left\. What is graded is kept"):
            cluster._collect(client, {}, None)
