"""The command line of a container engine, podman or Docker: the sandbox where there is no bubblewrap.

The image is empty. What the warm process needs is shown to it read-only, exactly as in bubblewrap, so nothing is
downloaded and nothing is built. Each submission is then shut in by the warm process itself, as ever.
"""

import os
import resource
import shutil
import subprocess
from pathlib import Path

from course_lib.grading import view

ENGINES = ("podman", "docker")
IMAGE = "downhill-empty"
EMPTY_ARCHIVE = bytes(10240)  # what `tar` writes of no file at all
SOCKET = "/downhill-socket"  # the folder in which the warm process finds the grader
NOBODY = 65534


def engine() -> str | None:
    """The container engine on this machine, if there is one."""
    return next(filter(shutil.which, ENGINES), None)


def user() -> tuple[int, int]:
    """Who the warm process is, (user, group): ourselves, and nobody where we are root."""
    return (os.getuid(), os.getgid()) if os.getuid() else (NOBODY, NOBODY)


def prepare(engine: str) -> str:
    """Make the empty image, unless it is there; returns what went wrong, or ""."""
    there = subprocess.run([engine, "image", "inspect", IMAGE], capture_output=True, check=False)
    if there.returncode == 0:
        return ""
    made = subprocess.run(
        [engine, "import", "-", IMAGE], input=EMPTY_ARCHIVE, capture_output=True, check=False
    )
    return made.stderr.decode(errors="replace").strip() if made.returncode else ""


def command(engine: str, socket_folder: Path) -> list[str]:
    """The engine and its options; the program to run is to follow. It finds `socket_folder` at SOCKET.

    The engine's own filter of system calls would keep the warm process from giving each submission namespaces of its
    own; that process sets a stricter one before a student's code runs.
    """
    line = [
        engine,
        "run",
        "--rm",
        "--network",
        "none",
        "--read-only",
        "--cap-drop",
        "ALL",
        "--ipc",
        "private",
    ]
    line += ["--security-opt", "no-new-privileges", "--security-opt", "seccomp=unconfined"]
    line += ["--security-opt", "apparmor=unconfined", "--security-opt", "label=disable"]
    line += ["--user", "{}:{}".format(*user()), "--log-driver", "none", *_limits()]
    line += ["--userns", "keep-id"] if engine == "podman" and os.getuid() else []
    line += ["--tmpfs", "/tmp:mode=1777", "--workdir", "/tmp"]
    for name, value in view.environment().items():
        line += ["--env", f"{name}={value}"]
    line += ["--mount", f"type=bind,source={socket_folder},target={SOCKET}"]
    for here, inside in view.mounts():
        if inside.startswith("/sys/"):
            continue  # a container has its own, read-only
        kind = f"type=bind,source={here},readonly" if here else "type=tmpfs,readonly"
        line += ["--mount", f"{kind},target={inside}"]
    return [*line, IMAGE]


def _limits():
    """As many processes and open files as we may have: an engine that asks for more, as they do, may be refused."""
    kinds = {"nproc": resource.RLIMIT_NPROC, "nofile": resource.RLIMIT_NOFILE}
    most = {name: min(resource.getrlimit(kind)[1] % 2**63, 4096) for name, kind in kinds.items()}
    return [part for name, number in most.items() for part in ("--ulimit", f"{name}={number}:{number}")]
