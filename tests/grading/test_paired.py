"""Files that belong to a notebook find it, wherever submissions come from, and are read as carefully as notebooks."""

import os
import stat
import zipfile

import pytest

from course_lib.grading.collect import collect
from course_lib.grading.submission import Handed

NOTEBOOK, WEIGHTS = "08_mnist_your_own.ipynb", "my_model.safetensors"


def lay(folder, *names):
    """Files, each with its own name as content."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def zipped(path, *names):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)


def files_of(folder):
    """{path of a notebook: content of the weights beside it, None where there are none}."""
    return {one.path: one.files().get(WEIGHTS) for one in collect(folder)}


def test_a_folder_for_each_student(tmp_path):
    lay(
        tmp_path,
        f"anna/{NOTEBOOK}",
        f"anna/{WEIGHTS}",
        f"ben/{NOTEBOOK}",
        f"cleo/a/{NOTEBOOK}",
        f"cleo/{WEIGHTS}",
    )
    assert files_of(tmp_path) == {
        f"anna/{NOTEBOOK}": f"anna/{WEIGHTS}".encode(),
        f"ben/{NOTEBOOK}": None,
        f"cleo/a/{NOTEBOOK}": None,
    }


def test_a_flat_folder(tmp_path):
    lay(
        tmp_path,
        f"anna_{NOTEBOOK}",
        f"anna_{WEIGHTS}",
        f"ann_{NOTEBOOK}",
        f"ben-{NOTEBOOK}",
        "ben-my_model (1).safetensors",
    )
    assert files_of(tmp_path) == {
        f"anna_{NOTEBOOK}": f"anna_{WEIGHTS}".encode(),
        f"ann_{NOTEBOOK}": None,
        f"ben-{NOTEBOOK}": b"ben-my_model (1).safetensors",
    }


def test_one_students_own_folder(tmp_path):
    lay(tmp_path, NOTEBOOK, WEIGHTS)
    assert files_of(tmp_path) == {NOTEBOOK: WEIGHTS.encode()}


def test_what_canvas_exports(tmp_path):
    names = [
        "doejane_123_456_08_mnist_your_own-2.ipynb",
        "doejane_123_457_my_model-2.safetensors",
        "roe_124_458_my_model.safetensors",
    ]
    zipped(tmp_path / "canvas.zip", *names)
    assert files_of(tmp_path / "canvas.zip") == {names[0]: names[1].encode()}


def test_what_moodle_exports(tmp_path):
    folder = "Jane Doe_123_assignsubmission_file_"
    zipped(tmp_path / "moodle.zip", f"{folder}/{NOTEBOOK}", f"{folder}/{WEIGHTS}")
    assert files_of(tmp_path / "moodle.zip") == {f"{folder}/{NOTEBOOK}": f"{folder}/{WEIGHTS}".encode()}


def test_a_students_own_zip(tmp_path):
    (tmp_path / "anna").mkdir()
    zipped(tmp_path / "anna" / "work.zip", NOTEBOOK, WEIGHTS)
    assert files_of(tmp_path) == {f"anna/work.zip/{NOTEBOOK}": WEIGHTS.encode()}


def test_the_exact_name_counts_before_copies_and_new_copies_before_old_ones(tmp_path):
    copies = ["my_model (2).safetensors", "my_model-10.safetensors", "old_my_model.safetensors"]
    lay(
        tmp_path,
        *(f"{student}/{name}" for student in ("anna", "ben") for name in (NOTEBOOK, *copies)),
        f"anna/{WEIGHTS}",
    )
    assert files_of(tmp_path) == {
        f"anna/{NOTEBOOK}": f"anna/{WEIGHTS}".encode(),
        f"ben/{NOTEBOOK}": b"ben/my_model-10.safetensors",
    }


def test_weights_alone_are_no_submission(tmp_path):
    lay(tmp_path, f"anna/{WEIGHTS}", "ben_my_model.safetensors")
    (tmp_path / "cleo").mkdir()
    zipped(tmp_path / "cleo" / "work.zip", WEIGHTS)
    found = collect(tmp_path)
    assert [one.path for one in found] == ["anna", "cleo/work.zip"]
    assert all("no notebook" in one.refused for one in found)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes as on Linux")
def test_no_link_no_pipe_nothing_huge_is_read(tmp_path):
    lay(tmp_path, *(f"{student}/{NOTEBOOK}" for student in ("anna", "ben", "cleo", "dora")), "private")
    (tmp_path / "anna" / WEIGHTS).symlink_to(tmp_path / "private")
    os.mkfifo(tmp_path / "ben" / WEIGHTS)
    (tmp_path / "cleo" / WEIGHTS).touch()
    os.truncate(tmp_path / "cleo" / WEIGHTS, 5 * 10**9)
    with zipfile.ZipFile(tmp_path / "dora" / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NOTEBOOK, "")
        archive.writestr(WEIGHTS, bytes(9_000_000))
        linked = zipfile.ZipInfo("more/" + WEIGHTS)
        linked.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr("more/" + NOTEBOOK, "")
        archive.writestr(linked, "/etc/passwd")
    told = files_of(tmp_path)
    assert "links are not followed" in told[f"anna/{NOTEBOOK}"]
    assert "no file" in told[f"ben/{NOTEBOOK}"]
    assert "larger than 8 MB" in told[f"cleo/{NOTEBOOK}"]
    assert "larger than 8 MB" in told[f"dora/work.zip/{NOTEBOOK}"]
    assert "links are not followed" in told[f"dora/work.zip/more/{NOTEBOOK}"]


def test_a_fingerprint_is_of_all_that_was_handed_in():
    alike = [
        Handed(b"a", {"w": b"1"}),
        Handed(b"a", {"w": b"2"}),
        Handed(b"a"),
        Handed(b"b"),
        Handed(b"a", {"w": "missing"}),
    ]
    assert len({one.fingerprint() for one in alike}) == 5
    assert Handed(b"a", {"w": b"1"}).fingerprint() == alike[0].fingerprint()
