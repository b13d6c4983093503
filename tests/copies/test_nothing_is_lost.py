"""A full disk, a folder that can't be written, a second update, a save in between, a kill -9 at any moment."""

import errno
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from filelock import FileLock

ANSWER = "def double(x):\n    return 2 * x"
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def answered(doubling):
    """A copy with an answer in it, and a newer lesson."""
    doubling.type("double", ANSWER)
    doubling.publish_changed("section-2", "0.1", "0.2")
    return doubling


@pytest.mark.parametrize("room_for", [0, 2, 4])
def test_a_full_disk_at_any_file_leaves_the_copy_as_it_was(answered, monkeypatch, room_for):
    """Each file and then its folder are forced to the disk: the backup, the newer version's text, the copy."""
    before, calls = answered.copy.read_bytes(), itertools.count()

    def fsync(_):
        if next(calls) >= room_for:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    assert answered.update() == 1
    assert "No space left on device. Free some space" in answered.said[0]
    assert answered.copy.read_bytes() == before
    assert not list((answered.root / "work").rglob("*.tmp"))
    monkeypatch.undo()
    assert_mended(answered, before)


def assert_mended(course, before):
    """The next update finds all as it was, and one backup."""
    assert course.update() == 0
    assert course.sources()["double"] == ANSWER
    assert course.sources()["section-2"].startswith("rate = 0.2")
    assert [backup.read_bytes() for backup in course.backups] == [before]


@pytest.mark.skipif(
    not (ROOT and sys.platform == "linux" and shutil.which("mount")), reason="only root can mount a disk"
)
def test_a_disk_that_is_really_full(answered, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True
    ).returncode:
        pytest.skip("this container may not mount a disk")
    try:
        shutil.copytree(answered.root / "notebooks", small / "notebooks")
        shutil.copytree(answered.root / "work", small / "work")
        answered.root = small
        before = answered.copy.read_bytes()
        filled = small / "filled"
        for room in (0, 2000, 5000, 9000):
            filled.write_bytes(b"x" * (shutil.disk_usage(small).free - room))
            answered.update()
            assert answered.sources()["double"] == ANSWER
            filled.unlink()
        answered.update()
        assert answered.sources()["section-2"].startswith("rate = 0.2")
        assert before in [backup.read_bytes() for backup in answered.backups]
    finally:
        subprocess.run(["umount", small], check=False)


@pytest.mark.skipif(ROOT or os.name == "nt", reason="root may write everywhere")
def test_a_read_only_folder_is_told(answered):
    before = answered.copy.read_bytes()
    (answered.root / "work").chmod(0o555)
    try:
        assert answered.update() == 1
    finally:
        (answered.root / "work").chmod(0o755)
    assert "Make the folder work/ writable" in answered.said[0]
    assert answered.copy.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(answered, monkeypatch):
    """As above, for whoever may write everywhere."""
    before = answered.copy.read_bytes()

    def forbidden(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("course_lib.copies.update.back_up", forbidden)
    assert answered.update() == 1
    assert "Permission denied" in answered.said[0]
    assert "Make the folder work/ writable" in answered.said[0]
    assert answered.copy.read_bytes() == before


def test_a_write_protected_copy_is_left_alone(answered, monkeypatch):
    before = answered.copy.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, _: path != answered.copy.resolve())
    assert answered.update() == 1
    assert answered.said[0] == "01_doubling: not updated: the file is write-protected."
    assert answered.copy.read_bytes() == before
    assert answered.backups == []


def test_a_file_in_the_place_of_the_folder_for_backups_is_told(answered):
    before = answered.copy.read_bytes()
    (answered.root / "work" / "backups").write_text("my own")
    assert answered.update() == 1
    assert answered.copy.read_bytes() == before
    assert (answered.root / "work" / "backups").read_text() == "my own"


def test_two_updates_at_once_are_one(answered):
    with FileLock(answered.root / "work" / ".downhill" / "update.lock"):
        assert answered.update() == 1
    assert answered.said == ["Another `course update` is under way: wait until it has finished."]


def test_a_notebook_saved_meanwhile_is_left_as_it_was_saved(answered, monkeypatch):
    def save_and_go_on(*_):
        answered.type("double", "def double(x):\n    return x + x")

    monkeypatch.setattr("course_lib.copies.update.keep", save_and_go_on)
    monkeypatch.setattr("course_lib.copies.new_lessons.keep", lambda *_: None)
    assert answered.update() == 1
    assert answered.sources()["double"].endswith("return x + x")
    assert "saved in this very moment" in answered.said[0]


KILLED = """
    import os, sys, signal
    from pathlib import Path
    from course_lib.copies import files, update

    steps = int(sys.argv[2])

    def die_after(function):
        def step(*arguments, **options):
            global steps
            steps -= 1
            if steps == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)
        return step

    for name in ("fsync", "link", "replace", "open"):
        setattr(os, name, die_after(getattr(os, name)))
    Path.unlink, Path.mkdir = die_after(Path.unlink), die_after(Path.mkdir)
    update.open_notebooks = set
    sys.exit(update.update(Path(sys.argv[1])))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_a_kill_at_any_step_loses_nothing(answered):
    """Killed before its first, second, … call that touches the disk, until one update runs to its end."""
    before, sure = answered.copy.read_bytes(), dict.fromkeys(("old", "new"), 0)
    work = answered.root / "work"
    shutil.copytree(work, answered.root / "as-it-was")
    for step in itertools.count(1):
        shutil.rmtree(work)
        shutil.copytree(answered.root / "as-it-was", work)
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), answered.root, str(step)])
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        sure["old" if answered.copy.read_bytes() == before else "new"] += 1
        assert answered.sources()["double"] == ANSWER
        assert_mended(answered, before)
        assert not list(work.glob(".*.tmp"))
    assert sure["old"] > 5
    assert sure["new"] > 1


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_kills_at_random_moments_lose_nothing(answered, cells):
    """Lessons change again and again, and each update is killed at some moment; then one runs to its end."""
    for number in range(40):
        answered.publish_changed("section-2", "0.1", f"0.{number + 3}")
        answered.add("double", cells.prose(f"mine-{number}", f"Note {number}"))
        code = "from pathlib import Path; import sys; from course_lib.copies import update; update.open_notebooks = set; update.update(Path(sys.argv[1]))"
        running = subprocess.Popen([sys.executable, "-c", code, answered.root], stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.02, 0.6))
        running.kill()
        running.wait()
        json.loads(answered.copy.read_text())
        assert answered.sources()["double"] == ANSWER
        assert {f"Note {n}" for n in range(number + 1)} <= set(answered.sources().values())
    assert answered.update() == 0
    assert answered.sources()["section-2"].startswith("rate = 0.42")
