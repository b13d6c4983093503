"""What this computer offers: a device to train on, threads, room on the disk, a folder to keep progress in."""

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from course_lib.doctor.finding import NOTE, OK, PROBLEM, ROOT, Finding

LITTLE_DISK, TOO_LITTLE_DISK = 1e9, 1e8  # bytes
LITTLE_MEMORY = 2e9  # bytes
USUAL_PORT = 8888  # JupyterLab's
HOUR = 3600  # seconds
SANDBOXES = ("bwrap", "podman", "docker")


def device() -> Iterator[Finding]:
    """What torch computes on, tried with a small product."""
    import torch

    from course_lib.training import pick_device

    try:
        chosen = pick_device(verbose=False)
    except ValueError as problem:
        yield Finding(PROBLEM, str(problem), "unset DOWNHILL_DEVICE, or set it to one of those")
        return
    (torch.ones(2, 2, device=chosen) @ torch.ones(2, 2, device=chosen)).sum().item()
    name = f" ({torch.cuda.get_device_name(chosen)})" if chosen.type == "cuda" else ""
    yield Finding(OK, f"torch {torch.__version__} computes on {chosen}{name}")
    if chosen.type == "cpu" and shutil.which("nvidia-smi") and not os.environ.get("DOWNHILL_DEVICE"):
        mend = "install the CUDA build of the same version, with the line that pytorch.org gives; or update the driver"
        yield Finding(NOTE, "There is an NVIDIA driver here, but this torch can't use the GPU", mend)


def threads() -> Iterator[Finding]:
    """torch's threads against the processors that this process may use."""
    import torch
    from joblib import cpu_count

    count, processors = torch.get_num_threads(), cpu_count()
    text = f"torch uses {count} threads on {processors} processors"
    if count > processors:
        yield Finding(NOTE, f"{text}; that can slow training down tenfold", "unset OMP_NUM_THREADS")
    else:
        yield Finding(OK, text)


def disk() -> Iterator[Finding]:
    """Free space for progress, for the course itself and for temporary files."""
    from course_lib.data.cache import home_folder

    places = [_nearest(folder) for folder in (Path(tempfile.gettempdir()), ROOT, home_folder())]
    for folder in {os.stat(place).st_dev: place for place in places}.values():  # one line for each disk
        free = shutil.disk_usage(folder).free
        state = PROBLEM if free < TOO_LITTLE_DISK else NOTE if free < LITTLE_DISK else OK
        mend = "" if state == OK else "free some space there"
        yield Finding(state, f"{free / 1e9:,.1f} GB free on the disk of {folder}", mend)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def home() -> Iterator[Finding]:
    """Whether progress and downloads can be kept."""
    from course_lib.data.cache import home_folder

    folder = home_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
        yield Finding(OK, f"Progress and downloads can be kept in {folder}")
    except OSError as problem:
        mend = "make that folder writable, or set DOWNHILL_HOME to one that is"
        yield Finding(PROBLEM, f"Progress can't be kept in {folder} ({problem.strerror})", mend)


def memory() -> Iterator[Finding]:
    """Free memory; the lessons that train on MNIST want the most."""
    import psutil

    free = psutil.virtual_memory().available
    text = f"{free / 1e9:.1f} GB of memory free"
    if free < LITTLE_MEMORY:
        yield Finding(
            NOTE, f"{text}; lessons 07 and 08 want 3 GB", "close other programs and other notebooks' kernels"
        )
    else:
        yield Finding(OK, text)


def port() -> Iterator[Finding]:
    """Whether JupyterLab can be reached: whether this computer opens ports to itself, and whether the usual one is free."""
    try:
        with socket.socket() as any_port:
            any_port.bind(("localhost", 0))
    except OSError as problem:
        mend = "look for the line '127.0.0.1 localhost' in the hosts file, and ask the firewall"
        yield Finding(
            PROBLEM, f"JupyterLab could not be reached: no port on localhost ({problem.strerror})", mend
        )
        return
    with socket.socket() as usual:
        usual.settimeout(1)
        taken = usual.connect_ex(("127.0.0.1", USUAL_PORT)) == 0
    if taken:
        text = f"Port {USUAL_PORT} is taken, perhaps by a JupyterLab that still runs; course lab takes the next free one"
        yield Finding(NOTE, text, "close the other one, or open the very address that course lab prints")
    else:
        yield Finding(OK, f"Port {USUAL_PORT} is free for JupyterLab")


def clock() -> Iterator[Finding]:
    """A clock that is behind lets downloads fail, and `make` think that nothing is ever up to date."""
    behind = (Path(__file__).stat().st_mtime - time.time()) / HOUR
    if behind > 1:
        text = f"The clock says {time.strftime('%Y-%m-%d %H:%M')}, but the course's files are {behind:,.0f} hours newer"
        yield Finding(NOTE, text, "set the clock in the system's settings (date and time: automatically)")
    else:
        yield Finding(OK, "The clock is not behind")


def sandbox() -> Iterator[Finding]:
    """What `course grade` would run submissions in. Learners need none."""
    found = next(filter(shutil.which, SANDBOXES), None)
    if found:
        yield Finding(OK, f"For instructors: submissions would be graded in {found}")
    elif sys.platform == "linux":
        text = "For instructors: course grade finds no sandbox (bubblewrap, podman or docker); learners need none"
        yield Finding(NOTE, text, "on Debian and Ubuntu: sudo apt install bubblewrap")
