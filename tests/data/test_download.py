import gzip
import sys

import numpy as np
import pytest

from course_lib.data import download
from course_lib.data.download import DownloadError


@pytest.fixture
def images(tiny):
    """The largest of the tiny files."""
    return tiny.files[0]


@pytest.fixture
def fetched(images, tiny, tmp_path):
    """Downloads `images` and asserts that the right file, and nothing but it, is in the folder."""

    def fetch():
        array = download.download(images, tmp_path)
        assert images.header + array.tobytes() == tiny.raw[images.name]
        assert [path.name for path in tmp_path.iterdir()] == [f"{images.name}.gz"]
        return array

    return fetch


def asked(mirror):
    """The first byte of each request."""
    return [start for _, start in mirror.requests]


def test_a_sound_mirror_is_asked_once(fetched, mirrors):
    assert fetched().dtype == np.uint8
    assert [asked(mirror) for mirror in mirrors] == [[0], []]


def test_a_progress_bar_is_shown_unless_switched_off(fetched, mirrors, capfd):
    fetched()
    assert "100%" in capfd.readouterr().err


@pytest.mark.parametrize("status", [403, 404])
def test_an_error_page_sends_us_to_the_next_mirror_at_once(fetched, mirrors, status):
    mirrors[0].behave = lambda handler, *_: mirrors[0].refuse(handler, status)
    fetched()
    assert [asked(mirror) for mirror in mirrors] == [[0], [0]]


def test_a_busy_mirror_is_asked_again(fetched, mirrors):
    def busy_once(handler, content, start):
        return (
            mirrors[0].refuse(handler, 503)
            if len(mirrors[0].requests) == 1
            else mirrors[0].send(handler, content, start)
        )

    mirrors[0].behave = busy_once
    fetched()
    assert [asked(mirror) for mirror in mirrors] == [[0, 0], []]


def test_broken_connections_are_taken_up_where_they_broke(fetched, mirrors, tiny, images):
    third = (len(tiny.gz[images.name]) // 3 // download.CHUNK + 1) * download.CHUNK

    def a_third(handler, content, start):
        mirrors[0].send(handler, content, start, stop=start + third)

    mirrors[0].behave = a_third
    fetched()
    assert asked(mirrors[0]) == [0, third, 2 * third]


def test_a_mirror_that_breaks_off_and_knows_no_ranges_gives_way(fetched, mirrors):
    mirrors[0].behave = lambda handler, content, start: mirrors[0].send(
        handler, content, 0, stop=download.CHUNK
    )
    fetched()
    assert asked(mirrors[0]) == [0, download.CHUNK]
    assert asked(mirrors[1]) == [download.CHUNK], "what the first gave is not asked for again"


def test_what_an_earlier_run_left_is_continued(fetched, mirrors, tiny, images, tmp_path):
    (tmp_path / f"{images.name}.part.gz").write_bytes(tiny.gz[images.name][:5000])
    fetched()
    assert asked(mirrors[0]) == [5000]


def test_a_mirror_that_ignores_range_sends_everything_and_that_works(
    fetched, mirrors, tiny, images, tmp_path
):
    (tmp_path / f"{images.name}.part.gz").write_bytes(tiny.gz[images.name][:5000])
    mirrors[0].behave = mirrors[0].ignore_range
    fetched()
    assert asked(mirrors[0]) == [5000]


@pytest.mark.parametrize("left", [b"x" * 5000, b"x" * 10_000_000])
def test_garbage_left_by_an_earlier_run_is_fetched_anew(fetched, mirrors, images, tmp_path, left):
    (tmp_path / f"{images.name}.part.gz").write_bytes(left)
    fetched()
    assert asked(mirrors[0]) == [len(left), 0]


def test_a_run_killed_just_before_the_end_is_completed(fetched, mirrors, tiny, images, tmp_path):
    (tmp_path / f"{images.name}.part.gz").write_bytes(tiny.gz[images.name])
    fetched()


def test_half_from_another_compression_does_not_mislead(fetched, mirrors, tiny, images, tmp_path):
    (tmp_path / f"{images.name}.part.gz").write_bytes(gzip.compress(tiny.raw[images.name], 1)[:5000])
    fetched()


WRONG = {
    "web page": b"<html>Please log in to the wireless network</html>",
    "another dataset": gzip.compress(b"other"),
    "nothing": b"",
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_wrong_content_sends_us_to_the_next_mirror(fetched, mirrors, content):
    mirrors[0].behave = lambda handler, _, start: mirrors[0].send(handler, content, 0)
    fetched()
    assert asked(mirrors[1]) == [0], "nothing of the wrong content is kept"


def test_a_silent_mirror_is_left_after_the_timeout(fetched, mirrors, monkeypatch):
    monkeypatch.setattr(download, "READ_TIMEOUT", 0.2)
    monkeypatch.setattr(download, "ATTEMPTS", 2)
    mirrors[0].behave = mirrors[0].stall
    fetched()
    assert len(mirrors[0].requests) == 2
    assert asked(mirrors[1])[0] > 0


def test_an_endless_answer_is_cut(fetched, mirrors, monkeypatch):
    monkeypatch.setattr(download, "LARGEST", 200_000)

    def endless(handler, *_):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(bytes(1 << 16))

    mirrors[0].behave = endless
    fetched()
    assert asked(mirrors[1]) == [0]


def test_the_final_message_says_what_each_mirror_answered(mirrors, images, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "MIRRORS", (*download.MIRRORS, "http://127.0.0.1:9/"))
    mirrors[0].behave = lambda handler, *_: mirrors[0].refuse(handler, 404)
    mirrors[1].behave = lambda handler, *_: mirrors[1].send(handler, b"<html>no</html>", 0)
    with pytest.raises(DownloadError) as caught:
        download.download(images, tmp_path)
    for words in ("train-images-idx3-ubyte", "404 Not Found", "web page", "could not be reached"):
        assert words in str(caught.value)
    assert list(tmp_path.glob("*-ubyte.gz")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_is_an_oserror_and_frees_what_was_written(mirrors, images, tmp_path):
    (tmp_path / f"{images.name}.part.gz").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        download.download(images, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_keeps_what_has_come(mirrors, tiny, images, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    mirrors[0].behave = lambda handler, content, start: mirrors[0].send(
        handler, content, start, stop=download.CHUNK
    )
    monkeypatch.setattr(download.time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        download.download(images, tmp_path)
    assert (tmp_path / f"{images.name}.part.gz").read_bytes() == tiny.gz[images.name][: download.CHUNK]
