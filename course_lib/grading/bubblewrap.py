"""The command line of bubblewrap, the sandbox of choice: it needs no image, no daemon and no rights."""

import shutil
from pathlib import Path

from course_lib.grading import view

UNSHARED = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
STUDENT = 1000  # the user's number inside


def is_there() -> bool:
    """Whether bubblewrap is installed."""
    return shutil.which("bwrap") is not None


def command(as_root: bool = False) -> list[str]:
    """bubblewrap and its options; the program to run is to follow.

    Where we are root (`as_root`), the sandbox needs no user namespace to be set up, and the warm process becomes
    nobody before it does anything: for nobody the system counts processes, for root it does not.
    """
    line = ["bwrap", *UNSHARED, "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    if as_root:
        line += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        line += ["--unshare-user", "--uid", str(STUDENT), "--gid", str(STUDENT)]
    for name, value in view.environment().items():
        line += ["--setenv", name, value]
    mounts = view.mounts()
    for folder in _above([inside for _, inside in mounts]):
        line += ["--dir", folder]  # what bubblewrap makes by itself on the way is closed to all but root
    for here, inside in mounts:
        line += ["--tmpfs", inside] if here is None else ["--ro-bind", here, inside]
    return [
        *line,
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/tmp",
        "--remount-ro",
        "/",
        "--chdir",
        "/tmp",
    ]


def _above(paths):
    """The folders above these paths, highest first, each once."""
    folders = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(folders - {"/"}, key=lambda folder: folder.count("/"))
