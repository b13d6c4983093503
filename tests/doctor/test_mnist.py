import gzip
import hashlib

import pytest

from course_lib.data import mnist
from course_lib.data.idx import IdxFile
from course_lib.doctor import NOTE, OK, PROBLEM
from course_lib.doctor.mnist import data


@pytest.fixture
def fill(monkeypatch):
    """Two tiny files stand for MNIST; this writes them, sound, into a folder."""
    monkeypatch.delenv("DOWNHILL_DATA", raising=False)
    bare = [IdxFile(name, (3,), "") for name in ("train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte")]
    raw = bare[0].header + b"\1\2\3"
    files = [wanted._replace(sha256=hashlib.sha256(raw).hexdigest()) for wanted in bare]
    monkeypatch.setattr(mnist, "MNIST_FILES", files)

    def write(folder):
        folder.mkdir(parents=True)
        for wanted in files:
            (folder / f"{wanted.name}.gz").write_bytes(gzip.compress(raw))
        return folder

    return write


def states():
    return [finding.state for finding in data()]


def test_none_at_all_is_a_note(fill):
    assert states() == [NOTE]


def test_a_sound_cache(fill, downhill_home):
    fill(downhill_home / "mnist")
    assert states() == [OK]


def test_half_a_download_is_a_note(fill, downhill_home):
    (fill(downhill_home / "mnist") / "t10k-labels-idx1-ubyte.gz").unlink()
    assert states() == [NOTE]


def test_a_damaged_cache_is_a_problem_that_the_next_load_mends(fill, downhill_home):
    path = fill(downhill_home / "mnist") / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-4])
    (found,) = data()
    assert found.state == PROBLEM
    assert f"{path} is cut short" in found.text
    assert "load_mnist()" in found.mend
    assert path.exists(), "the doctor looks, it does not operate"


def test_a_sound_folder_of_ones_own(fill, tmp_path, monkeypatch):
    monkeypatch.setenv("DOWNHILL_DATA", str(fill(tmp_path / "mine")))
    assert states() == [OK]


def test_each_fault_in_a_folder_of_ones_own_is_a_problem(fill, tmp_path, monkeypatch):
    folder = fill(tmp_path / "mine")
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"<html>")
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    monkeypatch.setenv("DOWNHILL_DATA", str(folder))
    damaged, missing = data()
    assert {damaged.state, missing.state} == {PROBLEM}
    assert "web page" in damaged.text
    assert "is missing" in missing.text
    assert "unset it" in missing.mend


def test_a_folder_that_is_not_there_is_a_problem(fill, tmp_path, monkeypatch):
    monkeypatch.setenv("DOWNHILL_DATA", str(tmp_path / "nowhere"))
    assert states() == [PROBLEM]
