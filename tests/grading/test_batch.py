"""A batch that is killed, interrupted, run again: nothing is lost, nothing graded twice, scores stay what they were."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.long]
WRONG = "def valley_slope(x):\n    return 2 * x"
SLOW = "import time\ntime.sleep(0.3)\ndef valley_slope(x):\n    return 2 * (x - 1)"


@pytest.fixture(scope="module")
def submissions(needs_sandbox, builders, tmp_path_factory):
    """Sixteen students, every other one wrong in one answer."""
    folder = tmp_path_factory.mktemp("submissions")
    for number in range(16):
        (folder / f"s{number:02}").mkdir()
        data = builders["notebook_of"](builders["cells_of"](slope=WRONG if number % 2 else SLOW))
        (folder / f"s{number:02}" / "00_start_here.ipynb").write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def whole(submissions, builders, tmp_path_factory):
    """The grades of a run that nothing disturbed."""
    return builders["grade_folder"](submissions, tmp_path_factory.mktemp("whole") / "grades")


def start(submissions, out):
    return subprocess.Popen(
        [sys.executable, "-m", "course_lib.cli", "grade", str(submissions), "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def rows(out):
    with open(out / "grades.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def results(out):
    """{file name: (modified, content)} of the records that there are."""
    return {
        path.name: (path.stat().st_mtime_ns, path.read_text()) for path in (out / "results").glob("*.json")
    }


def test_scores_and_table(whole):
    table = rows(whole.out)
    assert [(row["student"], row["status"], row["score"], row["max_score"]) for row in table] == [
        (f"s{number:02}", "graded", "2" if number % 2 else "3", "3") for number in range(16)
    ]


def test_killed_again_and_again(submissions, whole, builders, tmp_path):
    out = tmp_path / "grades"
    waits = random.Random(0)
    before = {}
    for _ in range(4):
        process = start(submissions, out)
        time.sleep(waits.uniform(2, 6))
        process.kill()
        process.wait()
        time.sleep(0.5)
        now = results(out) if out.exists() else {}
        assert all(now[name] == kept for name, kept in before.items())  # nothing lost, nothing graded twice
        assert all(json.loads(text)["status"] == "graded" for _, text in now.values())  # nothing half-written
        before = now
    finished = builders["grade_folder"](submissions, out)
    assert all(results(out)[name] == kept for name, kept in before.items())
    assert rows(out) == rows(whole.out)
    assert finished.status == 0
    assert not list(out.rglob(".new-*"))
    assert warm_processes() == []


def test_a_stop_by_hand_says_how_to_go_on(submissions, tmp_path):
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "course_lib.cli",
            "grade",
            str(submissions),
            "--out",
            str(tmp_path / "grades"),
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    assert warm_processes() == []


def warm_processes():
    """Command lines of warm processes that are left, after a moment to end."""
    ends = time.monotonic() + 5
    while True:
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    found += [pid] if b"course_lib.grading.inside.warm" in file.read() else []
            except OSError:
                continue
        if not found or time.monotonic() > ends:
            return found
        time.sleep(0.1)


def test_run_again_only_what_is_new_or_changed(submissions, builders, tmp_path):
    mine = tmp_path / "submissions"
    for name in ("s00", "s01", "s02"):
        (mine / name).mkdir(parents=True)
        (mine / name / "00_start_here.ipynb").write_bytes(
            (submissions / name / "00_start_here.ipynb").read_bytes()
        )
    first = builders["grade_folder"](mine, tmp_path / "grades")
    kept = results(first.out)
    (mine / "s01" / "00_start_here.ipynb").write_bytes((mine / "s00" / "00_start_here.ipynb").read_bytes())
    again = builders["grade_folder"](mine, tmp_path / "grades")
    assert [again.of(name)["points"] for name in ("s00", "s01", "s02")] == [3, 3, 3]
    changed = {name for name, value in results(again.out).items() if value != kept[name]}
    assert changed == {f"{first.of('s01')['key']}.json"}


def test_any_order_and_any_number_of_workers(submissions, whole, builders, tmp_path):
    mine = tmp_path / "submissions"
    for name in ("s15", "s00", "s07"):
        (mine / name).mkdir(parents=True)
        (mine / name / "00_start_here.ipynb").write_bytes(
            (submissions / name / "00_start_here.ipynb").read_bytes()
        )
    (tmp_path / "grades").mkdir()
    (tmp_path / "grades" / "secret").write_text((whole.out / "secret").read_text())
    alone = builders["grade_folder"](mine, tmp_path / "grades", "--workers", "1")
    for name in ("s15", "s00", "s07"):
        assert without_times(alone.of(name)) == without_times(whole.of(name))


def without_times(record):
    return {key: value for key, value in record.items() if key != "seconds"}


def test_the_secret_is_the_owners_alone(whole):
    assert (whole.out / "secret").stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex((whole.out / "secret").read_text())) == 32


def test_a_full_disk_is_told(submissions, builders, tmp_path, monkeypatch):
    (tmp_path / "grades").write_text("a file where the folder should be")
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "course_lib.cli",
            "grade",
            str(submissions),
            "--out",
            str(tmp_path / "grades" / "x"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "Traceback" not in process.stderr
    assert "Stopped:" in process.stderr


def test_a_worker_that_is_killed_costs_nobody_anything(submissions, whole, tmp_path):
    process = start(submissions, tmp_path / "grades")
    killed, ends = 0, time.monotonic() + 60
    while process.poll() is None and killed < 2 and time.monotonic() < ends:
        time.sleep(1)
        if len(list(tmp_path.glob("grades/results/*.json"))) > 2 * killed:
            killed += kill_a_worker(process.pid)
    assert process.wait(120) == 0
    assert killed == 2
    assert rows(tmp_path / "grades") == rows(whole.out)


def kill_a_worker(parent):
    """Kill one of the processes that grade; returns whether there was one."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                its_parent = file.read().rpartition(")")[2].split()[1]
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                grades = b"spawn_main" in file.read()
        except OSError:
            continue
        if its_parent == str(parent) and grades:
            os.kill(int(pid), signal.SIGKILL)
            return True
    return False
