"""A real JupyterLab in headless Chromium: `lab` is the server, `open_notebook` opens one in a fresh tab."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

TOKEN = "only-for-these-tests"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NO_NEWS = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}

KERNEL_READY = """async () => {
    const panel = window.jupyterapp.shell.currentWidget
    await panel.revealed
    await panel.sessionContext.ready
    await panel.sessionContext.session.kernel.info
}"""


@contextmanager
def running_lab(folder, settings=None):
    """JupyterLab on the notebooks in `folder`, with nothing of the user's own settings; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = folder / ".jupyter"
    for plugin, values in {**NO_NEWS, **(settings or {})}.items():
        path = own / "settings" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    places = {
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IPYTHONDIR": "ipython",
    }  # fmt: skip
    environment = {**os.environ, **{name: str(own / place) for name, place in places.items()}}
    environment.pop("MPLBACKEND", None)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]  # fmt: skip
    with (own / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api?token={TOKEN}", server, own / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address, server, log, seconds=60):
    for _ in range(seconds * 5):
        try:
            return urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


@contextmanager
def running_chromium():
    """Headless Chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Notebook:
    """A notebook open in JupyterLab, and what the browser's console said."""

    def __init__(self, page, address, name):
        self.page, self.complaints = page, []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        page.goto(f"{address}/lab/workspaces/auto-{time.monotonic_ns()}/tree/{name}?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.evaluate(KERNEL_READY)

    def command(self, name, **arguments):
        """Run a JupyterLab command by its name and wait for it."""
        self.page.evaluate(
            "([name, rest]) => window.jupyterapp.commands.execute(name, rest).then(() => true)",
            [name, arguments],
        )

    def run_all(self):
        """Run every cell and wait until the kernel has finished."""
        self.command("notebook:run-all-cells")

    @property
    def figures(self):
        """Every figure of the notebook, as locators."""
        return self.page.locator(".downhill-figure").all()

    @property
    def errors(self):
        """The traceback outputs, as text."""
        return self.page.locator(
            '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]'
        ).all_inner_texts()


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    if not CHROMIUM:
        pytest.skip(
            "no chromium on this machine: install it (Debian: apt-get install chromium) to run these tests"
        )
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium):
    """A JupyterLab for all tests: `lab.folder` takes notebooks, `lab.address` is where it answers."""
    folder = tmp_path_factory.mktemp("lab")
    with running_lab(folder) as address:
        yield type("Lab", (), {"folder": folder, "address": address})


@pytest.fixture
def open_notebook(lab, chromium):
    """`open_notebook(path)` opens a copy of a notebook in a tab of its own; options go to playwright's new_context."""
    contexts = []

    def open_(path, **options):
        shutil.copy(path, lab.folder / Path(path).name)
        contexts.append(chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        return Notebook(contexts[-1].new_page(), lab.address, Path(path).name)

    yield open_
    for context in contexts:
        context.close()
