"""Python, the packages, and whether the notebook's kernel, JupyterLab and its widgets belong together."""

import importlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from course_lib.doctor.finding import INSTALL, NOTE, OK, PROBLEM, PYTHON, ROOT, Finding

PROBE = "import sys, ipykernel.kernelapp, course_lib; print(sys.prefix); print(course_lib.__file__)"
FRONT_ENDS = {  # JupyterLab extension → the package that brings it
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab-widgets",
    "anywidget": "anywidget",
}
IMPORTS = {  # what a lesson cannot do without → the package that brings it
    "numpy": "numpy",
    "matplotlib.pyplot": "matplotlib",
    "sklearn": "scikit-learn",
    "torch": "torch",
    "ipywidgets": "ipywidgets",
    "anywidget": "anywidget",
    "jupyterlab": "jupyterlab",
    "pooch": "pooch",
    "requests": "requests",
    "tqdm": "tqdm",
}


def python() -> Iterator[Finding]:
    """The version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] < (3, 14):
        yield Finding(OK, f"Python {version}")
    else:
        text = f"Python {version}; the course is tested with 3.11, 3.12 and 3.13"
        yield Finding(
            PROBLEM, text, "install Python 3.12 from python.org, remove the folder .venv, and run: make lab"
        )


def packages() -> Iterator[Finding]:
    """Every installed version against its pin; one line names the first five that differ."""
    pins = pinned()
    off = [f"{name} is {installed(name)}, not {pins[name]}" for name in pins if installed(name) != pins[name]]
    if not off:
        yield Finding(OK, f"All {len(pins)} packages are installed as pinned")
        return
    more = f"; and {len(off) - 5} more" if len(off) > 5 else ""
    yield Finding(PROBLEM, f"{len(off)} of {len(pins)} packages are off: {'; '.join(off[:5])}{more}", INSTALL)


def imports() -> Iterator[Finding]:
    """Whether the main packages can really be loaded: a package may be listed as installed and yet be broken."""
    broken = 0
    for module, package in IMPORTS.items():
        try:
            importlib.import_module(module)
        except Exception as problem:
            broken += 1
            why = f"{type(problem).__name__}: {problem}".splitlines()[0]
            yield Finding(PROBLEM, f"{package} can't be loaded ({why})", _reinstall(package))
    if not broken:
        yield Finding(OK, f"The {len(IMPORTS)} main packages can be loaded")


def _reinstall(package: str) -> str:
    version = pinned().get(package)
    return f"{PYTHON} -m pip install --force-reinstall --no-deps {package}{f'=={version}' if version else ''}"


def pinned() -> dict[str, str]:
    """Package → version, from requirements.txt of the checkout, else from what this package declares."""
    requirements = ROOT / "requirements.txt"
    if requirements.is_file():
        lines = requirements.read_text(encoding="utf-8").splitlines()
    else:
        lines = importlib.metadata.requires("downhill") or []
    pins = (line.split("#")[0].split(";")[0].partition("==") for line in lines)
    return {name.strip(): version.strip() for name, _, version in pins if version}


def installed(name: str) -> str:
    """The version of a package without its build (2.13.0+cpu is 2.13.0), or "missing", or "broken"."""
    try:
        return (importlib.metadata.version(name) or "broken").split("+")[0]
    except importlib.metadata.PackageNotFoundError:
        return "missing"
    except KeyError:  # what a half-removed package raises from Python 3.12 on
        return "broken"


def kernel() -> Iterator[Finding]:
    """Whether the kernel that Jupyter would start runs here, with these packages and this course."""
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().get_kernel_spec("python3")
    command = _interpreter(spec)
    try:
        prefix, package = _probe(command)
    except (OSError, subprocess.SubprocessError, RuntimeError) as problem:
        mend = INSTALL if command == sys.executable else _renew(spec)
        yield Finding(PROBLEM, f"The kernel 'python3' ({command}) can't load the course: {problem}", mend)
        return
    course = Path(package).parents[1]
    if not os.path.samefile(prefix, sys.prefix):
        text = f"Notebooks would run in {prefix}, not in this environment, {sys.prefix}"
        yield Finding(PROBLEM, text, _renew(spec))
    elif not os.path.samefile(course, ROOT):
        yield Finding(PROBLEM, f"Notebooks would use the course in {course}, not in {ROOT}", INSTALL)
    else:
        yield Finding(OK, "Notebooks run in this environment (kernel 'python3')")


def other_kernels() -> Iterator[Finding]:
    """Kernels of environments that are gone: a notebook that asks for one does not start."""
    from jupyter_client.kernelspec import KernelSpecManager

    for name, about in sorted(KernelSpecManager().get_all_specs().items()):
        program = Path(about["spec"]["argv"][0])
        if program.is_absolute() and not program.exists():
            mend = f"{PYTHON} -m jupyter kernelspec remove -y {name}"
            yield Finding(NOTE, f"The kernel '{name}' points to {program}, which is not there", mend)


def _interpreter(spec) -> str:
    """The Python that a kernel starts; to Jupyter, the plain names mean its own."""
    own = {"python", f"python{sys.version_info[0]}", f"python{sys.version_info[0]}.{sys.version_info[1]}"}
    return sys.executable if spec.argv[0] in own else spec.argv[0]


def _probe(command: str) -> list[str]:
    """Where an interpreter lives and where it finds the course. Raises RuntimeError with its last line if it can't."""
    done = subprocess.run(
        [command, "-c", PROBE], cwd=tempfile.gettempdir(), capture_output=True, text=True, timeout=60
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1])
    return done.stdout.splitlines()[-2:]


def _renew(spec) -> str:
    """The command that gives notebooks this environment's own kernel again."""
    if Path(spec.resource_dir).is_relative_to(sys.prefix):
        return f"{PYTHON} -m ipykernel install --sys-prefix"
    return f"{PYTHON} -m jupyter kernelspec remove -y python3"


def jupyterlab() -> Iterator[Finding]:
    """Whether JupyterLab is in this environment, and whether typing its name would start that one."""
    import jupyterlab

    yield Finding(OK, f"JupyterLab {jupyterlab.__version__} is in this environment, too")
    typed = shutil.which("jupyter-lab")
    if typed and not Path(typed).is_relative_to(sys.prefix):
        yield Finding(
            NOTE, f"`jupyter lab` would start another JupyterLab, {typed}", "start it with: course lab"
        )


def widgets() -> Iterator[Finding]:
    """Whether JupyterLab has the front ends that show sliders and figures, whole and enabled."""
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_federated_extensions, get_page_config

    places = jupyter_path("labextensions")
    present, disabled = get_federated_extensions(places), get_page_config(places)["disabledExtensions"]
    for extension, package in FRONT_ENDS.items():
        if extension not in present or not _is_whole(present[extension]):
            yield Finding(
                PROBLEM, f"JupyterLab lacks {extension}: figures would show as text", _reinstall(package)
            )
        elif any(name.split(":")[0] == extension for name in disabled):
            mend = f"{PYTHON} -m jupyter labextension enable {extension}"
            yield Finding(PROBLEM, f"JupyterLab's {extension} is disabled: figures would show as text", mend)
        elif present[extension]["version"] != (
            shipped_version(extension, package) or present[extension]["version"]
        ):
            yield _misfit(present[extension], extension, package)
        else:
            yield Finding(OK, f"JupyterLab shows widgets: {extension} {present[extension]['version']}")


def shipped_version(extension: str, package: str) -> str | None:
    """The version of the front end that the installed package brought along, where that can be known."""
    ending = f"share/jupyter/labextensions/{extension}/package.json"
    files = importlib.metadata.distribution(package).files or []
    paths = [Path(file.locate()) for file in files if file.as_posix().endswith(ending)]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    return json.loads(texts[0])["version"] if texts else None


def _misfit(found: dict, extension: str, package: str) -> Finding:
    """A front end from another installation than its other half in the kernel."""
    folder = Path(found["ext_path"])
    text = f"JupyterLab takes {extension} {found['version']} from {folder}, which does not fit {package} {installed(package)}"
    inside = folder.is_relative_to(sys.prefix)
    again = "then reload the page in the browser"
    mend = f"{_reinstall(package)}, {again}" if inside else f"remove that folder, {again}"
    return Finding(PROBLEM, f"{text}: figures may stay empty", mend)


def _is_whole(extension: dict) -> bool:
    """Whether the file that JupyterLab loads first is really there."""
    return (Path(extension["ext_path"]) / extension["jupyterlab"]["_build"]["load"]).is_file()
