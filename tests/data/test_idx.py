import gzip
import hashlib
import subprocess
import sys
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data.idx import DataError, IdxFile, find, read_idx

ELEMENTS = np.arange(24, dtype=np.uint8).reshape(6, 2, 2)
HEADER = bytes([0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0, 2])
RAW = HEADER + ELEMENTS.tobytes()
WANTED = IdxFile("tiny-idx3-ubyte", (6, 2, 2), hashlib.sha256(RAW).hexdigest())


@pytest.fixture
def file(tmp_path):
    """Writes bytes to a file of the given name and reads it as WANTED."""

    def read(name, content):
        (tmp_path / name).write_bytes(content)
        return read_idx(tmp_path / name, WANTED)

    return read


@pytest.mark.parametrize("level", [0, 1, 9])
def test_any_gzip_of_the_right_data_passes(file, level):
    np.testing.assert_array_equal(file("a.gz", gzip.compress(RAW, level)), ELEMENTS)


def test_two_gzip_members_in_a_row_pass_as_with_gunzip(file):
    np.testing.assert_array_equal(file("a.gz", gzip.compress(RAW[:9]) + gzip.compress(RAW[9:])), ELEMENTS)


def test_raw_data_is_read_and_may_be_changed(file):
    array = file("tiny-idx3-ubyte", RAW)
    assert (array.dtype, array.shape) == (np.uint8, (6, 2, 2))
    array[0] = 7


@pytest.mark.parametrize(
    "name", ["t.gz", "t-idx3-ubyte.gz", "t.idx3-ubyte.gz", "t-idx3-ubyte", "t.idx3-ubyte"]
)
def test_usual_names_are_found(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    found = find(tmp_path, IdxFile("t-idx3-ubyte", (1,), ""))
    assert found == (None if name == "t.gz" else tmp_path / name)


def test_a_folder_of_the_right_name_is_not_a_file(tmp_path):
    (tmp_path / "t.gz").mkdir()
    assert find(tmp_path, IdxFile("t", (1,), "")) is None


GZ = gzip.compress(RAW)
FAULTS = {
    "truncated gzip": ("a.gz", GZ[:-12], "cut short"),
    "gzip without its last byte": ("a.gz", GZ[:-1], "cut short"),
    "gzip header only": ("a.gz", GZ[:5], "cut short"),
    "trailing garbage": ("a.gz", GZ + b"garbage", "not gzip follows"),
    "broken checksum": ("a.gz", GZ[:-8] + b"\0\0\0\0" + GZ[-4:], "damaged"),
    "broken middle": ("a.gz", GZ[:12] + b"\xff\xff" + GZ[14:], "damaged"),
    "empty": ("a.gz", b"", "is empty"),
    "random bytes named gz": ("a.gz", b"random bytes", "not a gzip file"),
    "raw data named gz": ("a.gz", RAW, "take the .gz off"),
    "web page named gz": ("a.gz", b"\n<!DOCTYPE html><html>404</html>", "web page"),
    "gzip named raw": ("a", GZ, "add .gz"),
    "gzip of gzip": ("a.gz", gzip.compress(GZ), "gzip inside"),
    "web page named raw": ("a", b"<html>404</html>", "web page"),
    "gzip of a web page": ("a.gz", gzip.compress(b"<html>404</html>"), "web page"),
    "empty raw": ("a", b"", "is empty"),
    "truncated raw": ("a", RAW[:-1], "cut short: 39 bytes of 40"),
    "truncated header": ("a", RAW[:10], "not an IDX file"),
    "raw and more": ("a", RAW + b"\0", "too long"),
    "wrong magic": ("a", b"\1" + RAW[1:], "not an IDX file"),
    "floats": ("a", RAW[:2] + b"\x0d" + RAW[3:], "not an IDX file"),
    "another shape": ("a.gz", gzip.compress(RAW[:7] + b"\5" + RAW[8:-4]), "5×2×2"),
    "labels for images": (
        "a.gz",
        gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 6]) + b"123456"),
        "header for 6 bytes",
    ),
    "another content": ("a.gz", gzip.compress(RAW[:-1] + b"\0"), "SHA-256"),
}


@pytest.mark.parametrize(("name", "content", "words"), FAULTS.values(), ids=FAULTS)
def test_a_bad_file_is_named_with_what_is_wrong(file, tmp_path, name, content, words):
    with pytest.raises(DataError) as caught:
        file(name, content)
    assert words in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)


@given(st.data())
def test_no_changed_bit_slips_through(tmp_path_factory, data):
    position = data.draw(st.integers(0, 8 * len(RAW) - 1))
    changed = bytearray(RAW)
    changed[position // 8] ^= 1 << position % 8
    path = tmp_path_factory.mktemp("bit") / "a"
    path.write_bytes(changed)
    with pytest.raises(DataError):
        read_idx(path, WANTED)


@given(st.integers(0, len(GZ) - 1))
def test_no_shortened_gzip_slips_through(tmp_path_factory, length):
    path = tmp_path_factory.mktemp("short") / "a.gz"
    path.write_bytes(GZ[:length])
    with pytest.raises(DataError):
        read_idx(path, WANTED)


@pytest.mark.parametrize("name", ["missing.gz", "missing"])
def test_a_file_that_cannot_be_read_says_why(tmp_path, name):
    with pytest.raises(DataError, match="cannot be read"):
        read_idx(tmp_path / name, WANTED)


BOMB = """
import resource, sys
from pathlib import Path
from course_lib.data.idx import IdxFile, read_idx
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_idx(Path(sys.argv[1]), IdxFile("x", (6, 2, 2), ""))
except ValueError as fault:
    print(fault)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, "more KiB")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory in Linux' unit")
def test_a_gzip_bomb_does_not_eat_memory(tmp_path):
    """A right header and then 200 MiB of zeros, in 200 KB of gzip."""
    squeeze = zlib.compressobj(9, wbits=31)
    megabyte = bytes(1 << 20)
    content = [squeeze.compress(HEADER), *(squeeze.compress(megabyte) for _ in range(200)), squeeze.flush()]
    (tmp_path / "bomb.gz").write_bytes(b"".join(content))
    command = [sys.executable, "-c", BOMB, tmp_path / "bomb.gz"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "too long" in said
    assert int(said.split()[-3]) < 20_000
