"""The grader's end of the sandbox: one warm process, and a child of it for each run over a submission."""

import contextlib
import os
import pickle
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from course_lib.grading import bubblewrap, container, view
from course_lib.grading.decode import LARGEST_MESSAGE, ProtocolError, message_from
from course_lib.grading.inside.channel import LENGTH
from course_lib.grading.inside.warm import END, FORK, READY
from course_lib.grading.limits import Limits

START_SECONDS = 120
CHILD_SECONDS = 30
WARM = ["-s", "-P", "-m", "course_lib.grading.inside.warm"]
HOW_TO_INSTALL = (
    "Submissions are other people's programs, so they run in a sandbox, and neither bubblewrap nor a container engine "
    "(podman, Docker) is installed here. On Debian and Ubuntu: sudo apt install bubblewrap. (On macOS and Windows: grade "
    "inside a Linux virtual machine.) If you trust every submission, --unsafe-no-sandbox grades without: then each of them can "
    "read and change your files, and find the answers."
)


class NoSandboxError(Exception):
    """The sandbox can't be set up on this machine; the message says what to do."""


class WarmEndedError(Exception):
    """The warm process ended, or gave no child, through no fault of the submission: grade it again."""


class ChildDiedError(Exception):
    """The child ended, or said what no honest child says, before it answered."""


class ChildTimeoutError(Exception):
    """The child did not answer in time."""


def is_there() -> bool:
    """Whether this machine has a sandbox: bubblewrap, or else a container engine."""
    return bubblewrap.is_there() or container.engine() is not None


class Sandbox:
    """The warm process. Start it in the main thread: it ends with the thread that started it."""

    def __init__(self, limits: Limits, unsafe: bool = False):
        self.limits, self.unsafe = limits, unsafe
        self.process = self.control = self.folder = None
        self.ready, self.ways = False, []

    def launch(self):
        """Start the warm process, which loads torch meanwhile. Raises NoSandboxError."""
        if not hasattr(os, "fork"):
            raise NoSandboxError("Grading needs Linux (or, without a sandbox, macOS). On Windows: in WSL.")
        if not self.unsafe and not is_there():
            raise NoSandboxError(HOW_TO_INSTALL)
        self.ways = self._ways()
        self.ways.pop(0)()

    def start(self):
        """Start the warm process, unless it is started, and wait until it is ready. Raises NoSandboxError."""
        if self.ready:
            return
        if self.process is None:
            self.launch()
        while True:
            said = self._said()
            if said == READY:
                self.ready = True
                return
            self.close()
            if not self.ways:
                break
            self.ways.pop(0)()
        reason = said[1:].decode(errors="replace") or "the process inside it does not start"
        raise NoSandboxError(
            f"The sandbox does not work on this machine: {reason}. it needs user namespaces; on Debian and "
            "Ubuntu see `sysctl kernel.unprivileged_userns_clone` and `kernel.apparmor_restrict_unprivileged_userns`, "
            "in a container allow it to make them."
        )

    def _ways(self):
        """How the warm process can be started, the best way first; each to be called."""
        if self.unsafe:
            return [partial(self._launch, [sys.executable, *WARM, "open"], **self._in_the_open())]
        program, ways = [view.place_inside(sys.executable), *WARM], []
        if bubblewrap.is_there() and os.geteuid() == 0:
            line = [*bubblewrap.command(as_root=True), "--", *program, "isolated-from-root"]
            ways.append(partial(self._launch, line))
        if bubblewrap.is_there():
            ways.append(partial(self._launch, [*bubblewrap.command(), "--", *program, "isolated"]))
        if engine := container.engine():
            ways.append(partial(self._launch_container, engine, [*program, "isolated"]))
        return ways

    def _launch(self, line, **options):
        self.control, theirs = socket.socketpair()
        self._start([*line, str(theirs.fileno())], pass_fds=[theirs.fileno()], **options)
        theirs.close()
        self.control.settimeout(START_SECONDS)

    def _launch_container(self, engine, program):
        """As `_launch`; a container inherits no socket, so it connects to one in a folder that only it and we can open."""
        self.folder = tempfile.mkdtemp(prefix="downhill-")
        path = Path(self.folder, "grader")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
            listening.listen(1)
            for place in (self.folder, path):
                os.chown(place, *container.user())
            if problem := container.prepare(engine):
                self.control = None
                raise NoSandboxError(f"{engine} can't be used: {problem}")
            line = [*container.command(engine, self.folder), *program, f"{container.SOCKET}/grader"]
            self._start(line)
            self.control = self._connection(listening)
        self.control.settimeout(START_SECONDS)

    def _connection(self, listening):
        """The container's connection; a closed socket where it ends without one."""
        listening.settimeout(0.2)
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends and self.process.poll() is None:
            with contextlib.suppress(TimeoutError):
                return listening.accept()[0]
        mine, theirs = socket.socketpair()
        theirs.close()
        return mine

    def _start(self, line, **options):
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(
            line, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True, **options
        )

    def _said(self):
        try:
            return self.control.recv(600)
        except OSError:
            return b""

    def _in_the_open(self):
        """Without a sandbox: a folder with a copy of what the sandbox would have."""
        self.folder = tempfile.mkdtemp(prefix="downhill-")
        for name, path in view.files().items():
            copy = Path(self.folder, "course_lib", name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        environment = view.environment(self.folder, self.folder)
        if view.data_folder():
            environment["DOWNHILL_DATA"] = str(view.data_folder())
        return {"env": environment, "cwd": self.folder}

    @contextlib.contextmanager
    def child(self, hidden: tuple[str, ...] = ()):
        """A fresh child; whatever it does, it and all that it started are ended afterwards.

        Folders in `hidden`, named as the sandbox has them, are empty for it; without a sandbox nothing can be hidden.
        Raises NoSandboxError, and WarmEndedError where the child's own end says nothing of the submission.
        """
        self.start()
        mine, theirs = socket.socketpair()
        try:
            self._tell(FORK, theirs.fileno())
            theirs.close()
            yield self._limited(Child(mine), hidden)
        finally:
            mine.close()
            theirs.close()
            self._end_child()

    def _end_child(self):
        if self.process is not None:
            self._tell(END)

    def _limited(self, child, hidden):
        """A child that has shut itself in."""
        try:
            child.send("limits", (self.limits, hidden))
            answer = child.receive(CHILD_SECONDS)
        except (ChildDiedError, ChildTimeoutError) as error:
            raise WarmEndedError(f"a new child gave no answer: {error}") from None
        if "refused" in answer:
            raise NoSandboxError(f"A submission could not be shut in: {answer['refused']}.")
        return child

    def _tell(self, command, *descriptors):
        """A command to the warm process, and its answer."""
        try:
            socket.send_fds(self.control, [command], descriptors)
            if self.control.recv(1) == command:
                return
        except OSError:
            pass
        self.close()
        raise WarmEndedError("the warm process ended")

    def close(self):
        """End the warm process, and with it all that it started."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.control.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.process = self.control = self.folder = None
        self.ready = False


class Child:
    """One child of the warm process: commands go in, JSON comes out, each within its time.

    An answer carries the token of its command. What carries another, said by nobody or too late, is passed over.
    """

    def __init__(self, connection):
        self.connection, self.token = connection, ""

    def send(self, command: str, argument, seconds: float = 20):
        """Send a command. Raises ChildDiedError, or ChildTimeoutError where nobody reads it."""
        self.token = secrets.token_hex(8)
        data = pickle.dumps((self.token, command, argument), protocol=5)
        self.connection.settimeout(seconds)
        try:
            self.connection.sendall(LENGTH.pack(len(data)) + data)
        except TimeoutError:
            raise ChildTimeoutError from None
        except OSError as error:
            raise ChildDiedError(str(error)) from None

    def receive(self, seconds: float) -> dict:
        """The next message in answer to the last command. Raises ChildDiedError or ChildTimeoutError."""
        ends = time.monotonic() + seconds
        while True:
            message = self._message(ends)
            if message.get("token") == self.token:
                return message

    def _message(self, ends):
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size, ends))
        if length > LARGEST_MESSAGE:
            raise ChildDiedError("a message that is too large")
        try:
            return message_from(self._exactly(length, ends))
        except ProtocolError as error:
            raise ChildDiedError(f"a message that can't be read: {error}") from None

    def _exactly(self, length, ends):
        parts = bytearray()
        while len(parts) < length:
            left = ends - time.monotonic()
            if left <= 0:
                raise ChildTimeoutError
            self.connection.settimeout(left)
            try:
                part = self.connection.recv(min(length - len(parts), 1 << 20))
            except TimeoutError:
                raise ChildTimeoutError from None
            except OSError as error:
                raise ChildDiedError(str(error)) from None
            if not part:
                raise ChildDiedError("it ended")
            parts += part
        return bytes(parts)
