"""A real JupyterLab in headless Chromium: `lab` is the server, `open_notebook` opens one in a fresh tab."""

import inspect
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
TRACEBACK = "application/vnd.jupyter.error"
NO_NEWS = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}

CELL = "index => window.jupyterapp.shell.currentWidget.content.widgets[index]"
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
        "DOWNHILL_HOME": "home",
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


class Notebook:
    """A notebook open in JupyterLab, and what the browser's console complained of."""

    def __init__(self, page, address, name):
        self.page, self.complaints = page, []
        page.on("pageerror", lambda error: self.complaints.append(error.stack or str(error)))
        page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        page.goto(f"{address}/lab/workspaces/auto-{time.monotonic_ns()}/tree/{name}?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)

    def command(self, name, seconds=120, **arguments):
        """Run a JupyterLab command by its name and wait for it."""
        run = "([name, rest]) => window.jupyterapp.commands.execute(name, rest).then(() => true)"
        self.page.set_default_timeout(1000 * seconds)
        self.page.evaluate(run, [name, arguments])
        self.page.set_default_timeout(30_000)

    def wait_for_kernel(self):
        """Wait until the kernel is there."""
        self.page.evaluate(KERNEL_READY)

    def run_all(self, seconds=120):
        """Run every cell and wait until the kernel has finished."""
        self.wait_for_kernel()
        self.command("notebook:run-all-cells", seconds)

    def run_cell(self, index, wait=True):
        """Run one cell."""
        run = "notebook.activeCellIndex = index; const done = window.jupyterapp.commands.execute('notebook:run-cell')"
        answer = "return wait ? done.then(() => true) : true"
        self.page.evaluate(
            f"([index, wait]) => {{ const notebook = window.jupyterapp.shell.currentWidget.content; {run}; {answer} }}",
            [index, wait],
        )

    def type_into(self, index, source):
        """Replace a cell's text as a learner does: click into it, select all, put the new text there."""
        self.page.evaluate(
            """async index => {
                const notebook = window.jupyterapp.shell.currentWidget.content
                notebook.activeCellIndex = index
                await notebook.scrollToItem(index)
                await notebook.activeCell.ready
                notebook.mode = "edit"
                notebook.activeCell.editor.focus()
            }""",
            index,
        )
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        typed = self.page.evaluate(f"{CELL}.model.sharedModel.getSource()", index)
        assert typed == source

    def run_new_cell(self, source):
        """Add a cell at the end of the notebook and run it."""
        last = "window.jupyterapp.shell.currentWidget.content.widgets.length - 1"
        self.page.evaluate(
            f"() => {{ window.jupyterapp.shell.currentWidget.content.activeCellIndex = {last} }}"
        )
        self.command("notebook:insert-cell-below")
        index = self.page.evaluate(f"() => {last}")
        self.type_into(index, source)
        self.run_cell(index)

    def output_of(self, index, beginning=""):
        """What a cell's output shows, as text; it may take a moment until it is there and begins like this."""
        outputs = f"({CELL}.node.querySelectorAll('.jp-OutputArea-output'))(index)"
        text = f"index => [...{outputs}].map(output => output.innerText.trim()).join('\\n')"
        for _ in range(50):
            shown = self.page.evaluate(text, index)
            if shown and shown.startswith(beginning):
                break
            self.page.wait_for_timeout(100)
        return shown

    def open_another(self, name):
        """Save and close this notebook, end its kernel, and open another one in the same JupyterLab."""
        self.command("docmanager:save")
        self.page.evaluate(
            """async () => {
                const panel = window.jupyterapp.shell.currentWidget
                await panel.sessionContext.shutdown()
                panel.dispose()
            }"""
        )
        self.command("docmanager:open", path=name)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)

    def end(self):
        """Shut the kernel down and close the tab."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.context.close()

    @property
    def figures(self):
        """Every figure of the notebook."""
        return [DrivenFigure(root) for root in self.page.locator(".downhill-figure").all()]

    @property
    def errors(self):
        """The traceback outputs, as text."""
        return self.page.locator(f'[data-mime-type="{TRACEBACK}"]').all_inner_texts()


class DrivenFigure:
    """A figure on the page, and hands to move it."""

    def __init__(self, root):
        self.root, self.page = root, root.page
        root.scroll_into_view_if_needed()
        self.wait(lambda: self.alt and self.width)

    @property
    def alt(self):
        """What a screen reader says of the picture now."""
        return self.root.locator("canvas").get_attribute("aria-label")

    @property
    def width(self):
        """Width of the picture in its own pixels."""
        return self.root.locator("canvas").evaluate("canvas => canvas.width")

    @property
    def pixels(self):
        """The picture, as text that is equal for equal pictures."""
        return self.root.locator("canvas").evaluate("canvas => canvas.toDataURL()")

    @property
    def problem(self):
        """What the figure says is wrong, or ""."""
        return self.root.locator(".problem").text_content()

    @property
    def readouts(self):
        """The texts beside the picture, by name."""
        pairs = "list => [...list.querySelectorAll('dt')].map(name => [name.textContent, name.nextSibling.textContent])"
        return dict(self.root.locator("dl").evaluate(pairs))

    @property
    def sliders(self):
        """The sliders, as locators."""
        return self.root.locator("input[type=range]").all()

    def drag(self, slider, share, steps=10):
        """Drag a slider's thumb to a share (0 to 1) of its track."""
        slider.scroll_into_view_if_needed()
        box, middle = slider.bounding_box(), 0.5 * slider.bounding_box()["height"]
        now = slider.evaluate("slider => slider.value / slider.max")
        thumb = 16  # pixels, in Chromium: its middle cannot reach the ends of the track

        def x(share):
            return box["x"] + thumb / 2 + share * (box["width"] - thumb)

        self.page.mouse.move(x(now), box["y"] + middle)
        self.page.mouse.down()
        self.page.mouse.move(x(share), box["y"] + middle, steps=steps)
        self.page.mouse.up()

    def wait(self, condition, seconds=20):
        """Wait until `condition()` holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {inspect.getsource(condition).strip()}")
            self.page.wait_for_timeout(30)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab for all tests: `lab.folder` takes notebooks, `lab.address` is where it answers."""
    folder = tmp_path_factory.mktemp("lab")
    with running_lab(folder) as address:
        yield type("Lab", (), {"folder": folder, "address": address})


@pytest.fixture(scope="module")
def open_notebook(chromium, lab):
    """`open_notebook(path)` opens a copy of a notebook; options go to playwright's new_context. `end()` it when done."""

    def open_(path, **options):
        shutil.copy(path, lab.folder / Path(path).name)
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        return Notebook(context.new_page(), lab.address, Path(path).name)

    return open_
