"""Open notebooks are asked of the servers that run; one that doesn't answer is passed over."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from course_lib.copies.opened import open_notebooks


class Server(BaseHTTPRequestHandler):
    """As much of a Jupyter server as is asked."""

    def do_GET(self):
        allowed = self.headers["Authorization"] == "token right" and self.path == "/base/api/sessions"
        self.send_response(200 if allowed else 403)
        self.end_headers()
        self.wfile.write(json.dumps([{"path": "05_open.ipynb"}, {"path": "deeper/06.ipynb"}]).encode())

    def log_message(self, *_):
        """Nothing is printed."""


@pytest.fixture
def announce(tmp_path, monkeypatch):
    """`announce(token)` puts a server's file where Jupyter looks for those that run."""
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))

    def write(token, port=server.server_port):
        about = {
            "pid": os.getpid(), "token": token, "root_dir": str(tmp_path), "url": f"http://127.0.0.1:{port}/base/",
        }  # fmt: skip
        (tmp_path / f"jpserver-{os.getpid()}.json").write_text(json.dumps(about))

    yield write
    server.shutdown()
    server.server_close()


def test_no_server_no_open_notebook(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    assert open_notebooks() == set()


def test_what_a_server_runs(announce, tmp_path):
    announce("right")
    assert open_notebooks() == {(tmp_path / name).resolve() for name in ("05_open.ipynb", "deeper/06.ipynb")}


def test_a_server_that_refuses_is_passed_over(announce):
    announce("wrong")
    assert open_notebooks() == set()


def test_a_server_that_is_gone_is_passed_over(announce):
    announce("right", port=9)
    assert open_notebooks() == set()
