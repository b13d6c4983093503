"""nbval's runs of the notebooks: in the environment in which they were built, and only where they can be compared.

`make test` calls `python -m pytest tests notebooks --nbval …`; this file makes no test itself.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import nbval.plugin
import pytest

from course_lib.authoring.execute import kernel_environment
from course_lib.authoring.real_mnist import mnist_folder

HOMES = TemporaryDirectory(prefix="downhill-nbval-")
NO_MNIST = (
    "its stored results are those of the real MNIST, which is not here: set DOWNHILL_DATA to its folder"
)


def pytest_configure(config):
    """As a plug-in, because a conftest's own hooks see only the tests below its folder, and notebooks/ is elsewhere."""
    config.pluginmanager.register(BuildEnvironment())


class BuildEnvironment:
    """nbval starts a notebook's kernel when its first cell is set up: it gets the environment of a build."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item):
        if not is_notebook_cell(item):
            return (yield)
        home, folder = Path(HOMES.name, item.path.stem, "home"), Path(HOMES.name, item.path.stem, "folder")
        home.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        kernel = in_folder(nbval.plugin.RunningKernel, folder)
        with (
            mock.patch.dict(os.environ, kernel_environment(home), clear=True),
            mock.patch("nbval.plugin.RunningKernel", kernel),
        ):
            return (yield)


def in_folder(start_kernel, folder):
    """nbval's way to start a kernel, but not in the folder of the notebook: what a lesson saves is not left there."""
    return lambda *arguments, **options: start_kernel(*arguments, **options | {"cwd": str(folder)})


def pytest_collection_modifyitems(items):
    """Skip, with the reason, the notebooks that need the real MNIST where only its stand-in is at hand."""
    cells = [item for item in items if is_notebook_cell(item)]
    loads = {
        path: "load_mnist(" in path.read_text(encoding="utf-8") for path in {cell.path for cell in cells}
    }
    for cell in cells:
        if loads[cell.path] and not mnist_folder():
            cell.add_marker(pytest.mark.skip(reason=f"{cell.path.name}: {NO_MNIST}"))


def is_notebook_cell(item):
    return item.path.suffix == ".ipynb"
