"""The warm process: NumPy, torch and IPython loaded, it forks a child for each submission and ends it with all its own.

Started as `python -m course_lib.grading.inside.warm HOW WHERE`, it is told on a socket (WHERE: its number, or the path to
connect to) what to do: `F` (with a
socket of the child's own) forks, `E` ends that child. It never reads what a student wrote.
"""

import json
import os
import random
import signal
import socket
import sys
from contextlib import nullcontext, suppress
from importlib import import_module
from pathlib import Path

ALSO_LOADED = (
    "matplotlib.pyplot",
    "sklearn.datasets",
    "sklearn.model_selection",
    "torch._dynamo",  # comes with the first optimizer, and takes a second
    "tqdm.auto",
)
FORK, END = b"F", b"E"
READY, REFUSED = b"R", b"X"


def main(how: str, where: str):
    """Serve until the grader is gone. `how` is "isolated", "isolated-from-root" or "open" (no sandbox)."""
    control = _connected(where)
    own_processes = None
    if how != "open":
        from course_lib.grading.inside import isolate

        try:
            if how == "isolated-from-root":
                isolate.become_nobody()
            isolate.own_users()  # before a library starts a thread: this call allows none
            own_processes = os.open("/proc/self/ns/pid", os.O_RDONLY)
        except OSError as error:
            control.sendall(REFUSED + str(error).encode()[:500])
            return
    shell = _load()
    control.sendall(READY)
    _serve(control, shell, own_processes)


def _connected(where):
    if where.isdigit():
        return socket.socket(fileno=int(where))
    control = socket.socket(socket.AF_UNIX)
    control.connect(where)
    return control


def _load():
    """Everything that most notebooks import, the shell that runs their cells, and one state of randomness for all."""
    import gc

    import numpy as np
    import torch
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    import course_lib.grading.inside.serve  # noqa: F401
    from course_lib.exercises import aside

    for name in ALSO_LOADED:
        import_module(name)
    torch.set_num_threads(1)
    # The first such conversion looks up the processor in /proc, which a child has not.
    torch.ones(64, dtype=torch.float16).float()
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    shell.ast_node_interactivity = "none"  # nobody reads what cells show
    aside._displays_aside = nullcontext  # nobody sees what is displayed, so nothing needs to catch it
    shell.showtraceback = shell.showsyntaxerror = lambda *args, **kwargs: None
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    _read_the_course(shell)
    _rehearse(shell)
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page
    return shell


def _read_the_course(shell):
    """Learn the facts of the cells in the notebooks that learners start from; most cells of a submission are these."""
    from course_lib.checking.facts import facts_of
    from course_lib.grading.inside.cells import as_python

    for path in (Path(__file__).parents[3] / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            facts_of(as_python(shell, "".join(cell["source"])))


def _rehearse(shell):
    """Do once what every child does: what Python sets up the first time is then there in all of them."""
    from course_lib.exercises.drives import call
    from course_lib.exercises.run import attempt
    from course_lib.grading.inside.cells import run_source
    from course_lib.grading.inside.encode import encoded_attempt

    run_source(shell, "import numpy as np\ndef rehearsal(x):\n    return np.exp(x) / 0")
    tried = attempt(shell.user_ns["rehearsal"], call, [(1.0,), (None,)], 10)
    json.dumps(encoded_attempt(tried))
    for name in ("np", "rehearsal"):
        del shell.user_ns[name]


def _serve(control, shell, own_processes):
    child = None
    while True:
        command, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if command == FORK:
            child = _fork(control, socket.socket(fileno=descriptors[0]), shell, own_processes)
        elif child is not None:
            _end(child, own_processes)
            child = None
        if not command:
            return
        control.sendall(command)


def _fork(control, connection, shell, own_processes):
    from course_lib.grading.inside import isolate

    child = os.fork() if own_processes is None else isolate.fork_apart(own_processes)
    if child:
        connection.close()
        return child
    status = 1
    try:
        control.close()
        _be_a_child(connection, shell, own_processes)
        status = 0
    finally:
        os._exit(status)  # whatever happens, a child never comes back into the loop


def _be_a_child(connection, shell, own_processes):
    from course_lib.grading.inside.serve import serve

    kept = connection.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if own_processes is None:
        os.setsid()
    serve(connection, shell, isolated=own_processes is not None)


def _end(child, own_processes):
    """The first process of a namespace takes all others with it; without namespaces its session has to do."""
    if own_processes is None:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
