"""Run a notebook from top to bottom in a kernel of this very interpreter, and keep its outputs."""

import os
import re
import sys
from tempfile import TemporaryDirectory

from course_lib.authoring.real_mnist import mnist_folder

CELL_SECONDS = 900  # the longest cell trains a network for minutes; this only stops one that hangs
OWN_SETTINGS = {"DOWNHILL_DEVICE", "MPLBACKEND", "NBGRADER_EXECUTION"}
IN_CELL = re.compile(r"Cell In\[\d+\], line (\d+)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class CellError(Exception):
    """A cell failed: its place in the notebook, the line in the cell (None when not known) and the error in one line."""

    def __init__(self, index, line, says):
        self.index, self.line, self.says = index, line, says
        super().__init__(says)


def kernel_environment(home):
    """The environment variables of a kernel whose outputs are stored or compared: nobody's own settings show in them.

    `home`, an empty folder, holds its progress and IPython's profile. Progress bars and nbgrader's switch are off, GPUs are
    hidden (stored results are the CPU's), the real MNIST is taken from where the user has it.
    """
    variables = {key: value for key, value in os.environ.items() if key not in OWN_SETTINGS}
    if folder := mnist_folder():
        variables["DOWNHILL_DATA"] = str(folder.absolute())  # the kernel runs elsewhere
    no_gpu = {"DOWNHILL_DEVICE": "cpu"} if sys.platform == "darwin" else {"CUDA_VISIBLE_DEVICES": ""}
    fixed = {"TQDM_DISABLE": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return variables | no_gpu | fixed | {"DOWNHILL_HOME": str(home), "IPYTHONDIR": str(home)}


def execute(notebook, **variables):
    """Run every code cell, outputs stored in place. `variables` are further environment variables.

    The working folder is an empty one that is gone afterwards: what a lesson saves is not left behind.

    Raises CellError for the first cell that fails; the cells before it keep their outputs.
    """
    from nbclient import NotebookClient
    from tqdm import tqdm

    client = NotebookClient(
        notebook,
        km=_own_kernel(),
        timeout=CELL_SECONDS,
        record_timing=False,
        coalesce_streams=True,  # else it depends on timing into how many outputs printed lines fall
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
    )
    with TemporaryDirectory(prefix="downhill-") as home, TemporaryDirectory(prefix="downhill-") as folder:
        environment = kernel_environment(home) | variables
        with client.setup_kernel(env=environment, cwd=folder, cleanup_kc=True):
            cells = tqdm(notebook.cells, unit="cell", leave=False, disable=None)  # None: only on a terminal
            for index, cell in enumerate(cells):
                _execute_cell(client, cell, index)


def _execute_cell(client, cell, index):
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    try:
        client.execute_cell(cell, index)
    except CellExecutionError as error:
        line = IN_CELL.search(COLOUR.sub("", error.traceback))
        shown = [output for output in cell.outputs if output.output_type == "error"] or [error]
        # the output, because an error while a result is displayed has no name in the kernel's reply
        says = f"{shown[-1].ename}: {shown[-1].evalue}"
        raise CellError(index, line and int(line.group(1)), says) from None
    except CellTimeoutError:
        raise CellError(index, None, f"it ran for more than {CELL_SECONDS} seconds and was stopped") from None
    except DeadKernelError:
        raise CellError(index, None, "Python itself died while running it (out of memory?)") from None


def _own_kernel():
    """A kernel of the interpreter that runs this, whatever kernels are installed under the name python3."""
    from ipykernel.kernelspec import RESOURCES, get_kernel_dict
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager

    class OwnKernel(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return self.kernel_spec_class(resource_dir=RESOURCES, **get_kernel_dict())

    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=OwnKernel())
