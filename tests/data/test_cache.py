import os
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from course_lib.data import DataError, cache, download
from course_lib.data.cache import cached_or_downloaded


def contents(arrays, tiny):
    """Whether these arrays are the tiny files, in order."""
    return [
        wanted.header + array.tobytes() for wanted, array in zip(tiny.files, arrays, strict=True)
    ] == list(tiny.raw.values())


def kept(home):
    """Names of the data files in the cache."""
    return sorted(path.name for path in (home / "mnist").iterdir() if path.suffix == ".gz")


def test_what_is_downloaded_is_kept(tiny, mirrors, downhill_home):
    assert contents(cached_or_downloaded(tiny.files), tiny)
    assert kept(downhill_home) == sorted(f"{name}.gz" for name in tiny.raw)
    assert contents(cached_or_downloaded(tiny.files), tiny)
    assert len(mirrors[0].requests) == 4, "the second time nothing is asked for"


DAMAGE = {
    "cut": lambda content: content[:-9],
    "changed": lambda content: content[:100] + b"?" + content[101:],
    "longer": lambda content: content + b"more",
    "empty": lambda content: b"",
    "web page": lambda content: b"<html>",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_and_replaced_alone(tiny, mirrors, downhill_home, capsys, damage):
    path = tiny.write(downhill_home / "mnist") / "train-images-idx3-ubyte.gz"
    path.write_bytes(damage(path.read_bytes()))
    assert contents(cached_or_downloaded(tiny.files), tiny)
    assert path.read_bytes() == tiny.gz["train-images-idx3-ubyte"]
    assert [name for name, _ in mirrors[0].requests] == ["train-images-idx3-ubyte"]
    said = capsys.readouterr().out
    assert str(path) in said
    assert "removed" in said


def test_a_cache_that_cannot_be_made_is_done_without(tiny, mirrors, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DOWNHILL_HOME", str(tmp_path / "file"))
    assert contents(cached_or_downloaded(tiny.files), tiny)
    assert "can't be written" in capsys.readouterr().out
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_is_done_without(tiny, mirrors, downhill_home):
    folder = tiny.write(downhill_home / "mnist")
    (folder / "train-images-idx3-ubyte.gz").write_bytes(b"damaged")
    folder.chmod(0o555)
    try:
        assert contents(cached_or_downloaded(tiny.files), tiny)
    finally:
        folder.chmod(0o755)


@pytest.fixture
def full(monkeypatch):
    """Writing a download into a folder whose path holds one of these words fails as on a full disk."""
    words = []
    write = download._Limited.write

    def refuse(self, data):
        if any(word in self.raw.name.as_posix() for word in words):
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(download._Limited, "write", refuse)
    return words


def test_a_full_disk_keeps_nothing_and_the_lesson_goes_on(tiny, mirrors, downhill_home, full, capsys):
    full.append("downhill-home")
    assert contents(cached_or_downloaded(tiny.files), tiny)
    assert kept(downhill_home) == []
    assert "No space left" in capsys.readouterr().out


def test_no_room_anywhere_is_a_clear_error(tiny, mirrors, downhill_home, full):
    full.append("/")
    with pytest.raises(DataError, match=r"no place for MNIST(.|\n)*No space left(.|\n)*DOWNHILL_HOME"):
        cached_or_downloaded(tiny.files)
    assert kept(downhill_home) == []
    assert not list((downhill_home / "mnist").glob("*part*"))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_truly_full_device(tiny, mirrors, downhill_home):
    (downhill_home / "mnist").mkdir(parents=True)
    (downhill_home / "mnist" / "train-images-idx3-ubyte.part.gz").symlink_to("/dev/full")
    assert contents(cached_or_downloaded(tiny.files), tiny)


def test_a_file_system_without_locks_is_done_without(tiny, mirrors, monkeypatch, capsys):
    def no_locks(self, *_, **__):
        raise NotImplementedError("no flock here")

    monkeypatch.setattr("filelock.FileLock.acquire", no_locks)
    assert contents(cached_or_downloaded(tiny.files), tiny)
    assert "no flock here" in capsys.readouterr().out


def test_waiting_for_ever_is_not_done(tiny, mirrors, downhill_home, monkeypatch, capsys):
    from filelock import FileLock

    monkeypatch.setattr(cache, "LONGEST_WAIT", 0.1)
    (downhill_home / "mnist").mkdir(parents=True)
    with FileLock(downhill_home / "mnist" / "download.lock"):
        assert contents(cached_or_downloaded(tiny.files), tiny)
    assert "waiting" in capsys.readouterr().out
    assert kept(downhill_home) == []


def test_no_scratch_is_left_behind(tiny, mirrors, tmp_path, monkeypatch, full):
    full.append("downhill-home")
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    cached_or_downloaded(tiny.files)
    assert list((tmp_path / "scratch").iterdir()) == []


LOAD = """
import pickle, sys
from course_lib.data import cache, download, mnist
from course_lib.data.idx import IdxFile
files, download.MIRRORS = pickle.loads(bytes.fromhex(sys.argv[1]))
arrays = cache.cached_or_downloaded([IdxFile(*wanted) for wanted in files])
print("loaded", [wanted[2] for wanted in files] == [
    __import__("hashlib").sha256(IdxFile(*wanted).header + array.tobytes()).hexdigest()
    for wanted, array in zip(files, arrays)
])
"""


@pytest.fixture
def process(tiny, mirrors):
    """Starts another Python that loads the tiny files from the mirrors into this test's cache."""
    import pickle

    arguments = pickle.dumps(([tuple(wanted) for wanted in tiny.files], download.MIRRORS)).hex()
    started = []

    def start():
        command = [sys.executable, "-c", LOAD, arguments]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for child in started:
        child.kill()
        child.communicate()


@pytest.mark.slow
def test_processes_that_load_at_once_download_once(mirrors, process, downhill_home):
    def slowly(handler, content, start):
        time.sleep(0.3)
        mirrors[0].send(handler, content, start)

    mirrors[0].behave = slowly
    children = [process() for _ in range(3)]
    outputs = [child.communicate(timeout=60) for child in children]
    assert ["loaded True" in out for out, _ in outputs] == [True] * 3, outputs
    assert len(mirrors[0].requests) == 4
    assert len(kept(downhill_home)) == 4


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_download_is_resumed_by_the_next_process(mirrors, process, downhill_home):
    mirrors[0].behave = mirrors[0].stall
    child = process()
    part = downhill_home / "mnist" / "train-images-idx3-ubyte.part.gz"
    give_up = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size) and time.monotonic() < give_up:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    left = part.stat().st_size
    assert left > 0
    mirrors[0].behave = mirrors[0].send
    out, error = process().communicate(timeout=60)
    assert "loaded True" in out, error
    resumed_at = mirrors[0].requests[1][1]
    assert resumed_at >= left > 0
    assert len(kept(downhill_home)) == 4
