"""A tiny MNIST (four IDX files of the right kind, but small), and mirrors on this machine that can be told to misbehave."""

import gzip
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from course_lib.data import download, mnist
from course_lib.data.idx import IdxFile

SHAPES = {
    "train-images-idx3-ubyte": (300, 28, 28),
    "train-labels-idx1-ubyte": (300,),
    "t10k-images-idx3-ubyte": (100, 28, 28),
    "t10k-labels-idx1-ubyte": (100,),
}


class TinyMnist:
    """`files` are the four IdxFile, `raw[name]` the bytes each must hold, `gz[name]` the same compressed."""

    def __init__(self):
        random = np.random.default_rng(0)
        self.files, self.raw = [], {}
        for name, shape in SHAPES.items():
            header = IdxFile(name, shape, "").header
            self.raw[name] = header + random.integers(0, 10, shape, dtype=np.uint8).tobytes()
            self.files.append(IdxFile(name, shape, hashlib.sha256(self.raw[name]).hexdigest()))
        self.gz = {name: gzip.compress(content) for name, content in self.raw.items()}

    def write(self, folder):
        """Put the four files, compressed, into `folder`; returns the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.gz.items():
            (folder / f"{name}.gz").write_bytes(content)
        return folder


@pytest.fixture(scope="session")
def _tiny():
    return TinyMnist()


@pytest.fixture
def tiny(_tiny, monkeypatch):
    """load_mnist expects the tiny MNIST; DOWNHILL_DATA is unset; the mirrors are out of reach."""
    monkeypatch.setattr(mnist, "MNIST_FILES", tuple(_tiny.files))
    monkeypatch.setattr(download, "MIRRORS", ("http://127.0.0.1:9/",))
    monkeypatch.setattr(download, "PAUSE", 0.0)
    monkeypatch.delenv("DOWNHILL_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return _tiny


class Mirror:
    """An HTTP server for the tiny files. `behave(handler, content, start)` answers a request, normally by `send`.

    `requests` is the list of (file name, first byte asked for) so far.
    """

    def __init__(self, content):
        self.content, self.requests, self.behave = content, [], self.send
        self.stopping = threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.strip("/").removesuffix(".gz")
                start = int(self.headers.get("Range", "bytes=0-")[6:-1])
                mirror.requests.append((name, start))
                mirror.behave(self, mirror.content[name], start)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that hangs up is what some tests want
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @staticmethod
    def send(handler, content, start, stop=None):
        """The right answer to a request from byte `start` on; with `stop`, it breaks off before that byte."""
        if start >= len(content):
            return Mirror.refuse(handler, 416)
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        handler.send_header("Content-Length", str(len(content) - start))
        handler.end_headers()
        handler.wfile.write(content[start:stop])
        return None

    @staticmethod
    def refuse(handler, status):
        """An error page."""
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(b"<html>no</html>")

    def ignore_range(self, handler, content, start):
        """All bytes, whatever was asked for."""
        self.send(handler, content, 0)

    def stall(self, handler, content, start):
        """Half of what is missing, then silence."""
        self.send(handler, content, start, stop=start + (len(content) - start) // 2)
        handler.wfile.flush()
        self.stopping.wait(30)

    def close(self):
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def mirrors(tiny, monkeypatch):
    """Two mirrors that hold the tiny MNIST, in the order in which they are asked."""
    pair = [Mirror(tiny.gz), Mirror(tiny.gz)]
    monkeypatch.setattr(download, "MIRRORS", tuple(mirror.url for mirror in pair))
    yield pair
    for mirror in pair:
        mirror.close()
