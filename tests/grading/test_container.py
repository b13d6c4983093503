"""A container engine in place of bubblewrap: it shows the same, and submissions are graded the same."""

import os
import shutil
from pathlib import Path

import pytest

from course_lib.grading import bubblewrap, container, sandbox, view


def values(line, option):
    """What follows each `option` in a command line."""
    return [line[place + 1] for place, part in enumerate(line) if part == option]


@pytest.mark.parametrize("engine", container.ENGINES)
def test_it_shows_what_bubblewrap_shows(engine, tmp_path):
    line = container.command(engine, tmp_path)
    shown = {part.partition("target=")[2] for part in values(line, "--mount")}
    assert shown - {container.SOCKET} == {inside for _, inside in view.mounts() if inside != view.HUGE_PAGES}
    writable = [part for part in values(line, "--mount") if "readonly" not in part]
    assert writable == [f"type=bind,source={tmp_path},target={container.SOCKET}"]


def test_it_has_no_network_no_rights_and_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "4711")
    line = container.command("docker", tmp_path)
    assert values(line, "--network") == ["none"]
    assert values(line, "--cap-drop") == ["ALL"]
    assert {"--read-only", "--rm"} <= set(line)
    assert not values(line, "--user")[0].startswith("0:")
    assert "4711" not in " ".join(line)


@pytest.fixture
def without_bubblewrap(monkeypatch, tmp_path):
    """A PATH on which bubblewrap is not found and all the rest is; skips where no container engine can be used."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in reversed(os.environ["PATH"].split(os.pathsep)):
        for program in Path(place).glob("*"):
            link = folder / program.name
            link.unlink(missing_ok=True)
            link.symlink_to(program)
    (folder / "bwrap").unlink(missing_ok=True)
    monkeypatch.setenv("PATH", str(folder))
    engine = container.engine()
    if engine is None:
        pytest.skip("neither podman nor Docker is installed")
    if problem := container.prepare(engine):
        pytest.skip(f"{engine} can't be used here: {problem}")
    assert not bubblewrap.is_there()


@pytest.mark.long
def test_submissions_in_a_container(without_bubblewrap, builders, tmp_path):
    cases = {
        "right": "def valley_slope(x):\n    return 2 * (x - 1)",
        "wrong": "def valley_slope(x):\n    return 2 * x",
        "hangs": "def valley_slope(x):\n    while True:\n        pass",
        "ends": "import os\ndef valley_slope(x):\n    os._exit(0)",
        "writes": "open('/work-was-here', 'w')\ndef valley_slope(x):\n    return 2 * (x - 1)",
        "calls": (
            "import socket\ntry:\n    socket.create_connection(('1.1.1.1', 53), 1)\n    slope = 0\n"
            "except OSError:\n    slope = 2\ndef valley_slope(x):\n    return slope * (x - 1)"
        ),
    }
    for student, slope in cases.items():
        path = tmp_path / "submissions" / student / "00_start_here.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(builders["notebook_of"](builders["cells_of"](slope=slope)))
    graded = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades", "--cell-seconds", "2")
    points = {student: graded.of(student)["points"] for student in cases}
    assert points == {"right": 3, "wrong": 2, "hangs": 2, "ends": 2, "writes": 2, "calls": 3}
    assert not Path("/work-was-here").exists()


def test_an_engine_that_does_not_work_says_so(monkeypatch, tmp_path):
    program = tmp_path / "podman"
    program.write_text("#!/bin/sh\necho 'cannot connect to the daemon' >&2\nexit 125\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(bubblewrap, "is_there", lambda: False)
    assert shutil.which("podman") == str(program)
    with pytest.raises(sandbox.NoSandboxError, match="cannot connect to the daemon"):
        sandbox.Sandbox(limits=None).launch()
