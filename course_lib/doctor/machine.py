"""What this computer offers: a device to train on, threads, room on the disk, a folder to keep progress in."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from course_lib.doctor.finding import NOTE, OK, PROBLEM, ROOT, Finding

LITTLE_DISK, TOO_LITTLE_DISK = 1e9, 1e8  # bytes


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
