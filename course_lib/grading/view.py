"""What the warm process can see of this machine, in whichever sandbox. Everything else, answers included, is not there."""

import re
import sys
from functools import lru_cache
from pathlib import Path

import course_lib

PACKAGE = Path(course_lib.__file__).parent
NOTEBOOKS = PACKAGE.parent / "notebooks"  # as learners get them, without answers
INSIDE = "/downhill"  # where the sandbox has what it needs of the course
DATA = "/downhill-data"
HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage"  # glibc asks there whether there are any
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    HUGE_PAGES,
)
QUIET = ("exercises/__init__.py", "figures.py", "doctor.py", "lab.py")


def files() -> dict[str, Path]:
    """The files of course_lib that the sandbox has: {path in the package there: file here}. None holds an answer."""
    shown = [
        "__init__.py",
        "authoring/__init__.py",
        "authoring/names.py",
        "checking/__init__.py",
        "checking/facts.py",
    ]
    shown += ["grading/__init__.py", "grading/limits.py"]
    shown += [f"exercises/{name}.py" for name in machinery()]
    shown += [f"grading/inside/{path.name}" for path in (PACKAGE / "grading" / "inside").glob("*.py")]
    quiet = PACKAGE / "grading" / "inside" / "quiet.py"
    return {name: PACKAGE / name for name in shown} | dict.fromkeys(QUIET, quiet)


@lru_cache
def machinery() -> list[str]:
    """The modules of `exercises` that put an answer to the test: `run` and all that it imports. No specs among them."""
    found, waiting = [], ["run"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            text = (PACKAGE / "exercises" / f"{name}.py").read_text(encoding="utf-8")
            waiting += re.findall(r"^\s*from course_lib\.exercises\.(\w+) import", text, re.MULTILINE)
    specs = [name for name in found if name.startswith("lesson_")]
    if specs:
        raise RuntimeError(f"course_lib.exercises.run must not import specs, they hold answers: {specs}")
    return sorted(found)


def environment(inside: str = INSIDE, temporary: str = "/tmp") -> dict[str, str]:
    """The whole environment of the warm process: nothing of the instructor's own.

    Memory comes in huge pages, which makes a fork of the warm process three times as fast.
    """
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": temporary,
        "USER": "student",
        "LANG": "C.UTF-8",
        "PYTHONPATH": inside,
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": f"{temporary}/matplotlib",
        "IPYTHONDIR": f"{temporary}/ipython",
        "TQDM_DISABLE": "1",
    } | ({"DOWNHILL_DATA": DATA} if data_folder() else {})


def data_folder() -> Path | None:
    """The folder with MNIST's files on this machine, if there is one that has them all."""
    from course_lib.data.cache import cache_folder
    from course_lib.data.idx import find
    from course_lib.data.mnist import MNIST_FILES, chosen_folder

    folder = chosen_folder() or cache_folder()
    return folder.resolve() if all(find(folder, file) for file in MNIST_FILES) else None


def place_inside(path: str) -> str:
    """Where the sandbox has a path of this machine. What lies below /tmp, which is a student's own inside, has another."""
    return f"{INSIDE}-python{path}" if Path(path).is_relative_to("/tmp") else path


def shows(path: Path) -> bool:
    """Whether the sandbox could read what lies at a path of this machine."""
    return any(path.resolve().is_relative_to(Path(folder).resolve()) for folder in (*SYSTEM, *prefixes()))


def prefixes() -> list[str]:
    """The folders of Python and of the installed packages."""
    return [sys.base_prefix, sys.prefix]


def mounts() -> list[tuple[str | None, str]]:
    """What is shown, read-only, in the order of mounting: (path here, path inside); for None here an empty folder hides it."""
    shown = [(folder, place_inside(folder)) for folder in (*SYSTEM, *prefixes())]
    shown += [(str(path), f"{INSIDE}/course_lib/{name}") for name, path in files().items()]
    if NOTEBOOKS.is_dir():
        shown.append((str(NOTEBOOKS), f"{INSIDE}/notebooks"))
    if data_folder():
        shown.append((str(data_folder()), DATA))
    return [(here, inside) for here, inside in [*shown, *_covered()] if here is None or Path(here).exists()]


def _covered():
    """The course itself where it lies in a folder that is shown (/usr/src/app, site-packages): it holds the answers."""
    course = PACKAGE.parent if (PACKAGE.parent / "lessons").is_dir() else PACKAGE
    if not shows(course):
        return []
    again = [folder for folder in prefixes() if Path(folder).is_relative_to(course)]
    return [(None, place_inside(str(course))), *((folder, place_inside(folder)) for folder in again)]
