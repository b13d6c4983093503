"""The way `make test` calls nbval: real differences fail, rightful ones don't, and what can't be compared says why."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_lib.authoring.execute import execute

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CODE = """\
import os
from IPython.display import HTML, display
display(HTML('<img alt="A line." width="300" src="data:image/png;base64,iVBORw0KGgo=">'))
print("loss 0.693, progress bars off:", os.environ.get("TQDM_DISABLE"))"""
CHANGES = {
    "same": ("", ""),
    "pixels": ("iVBORw0KGgo=", "iVBORw0KAAAA"),
    "number": ("loss 0.693", "loss 0.694"),
    "words": ("A line.", "A curve."),
    "size": ('width=\\"300', 'width=\\"200'),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What pytest prints for five notebooks whose stored outputs were changed, and one that loads MNIST."""
    folder = tmp_path_factory.mktemp("nbval")
    notebook = new_notebook(cells=[new_code_cell(CODE, id="cell")])
    execute(notebook)
    stored = nbformat.writes(notebook)
    cell, output = stored.split('"outputs"')
    for name, (old, new) in CHANGES.items():
        assert old in output
        source = output.split('"source"')
        text = f'{cell}"outputs"{source[0].replace(old, new)}"source"{source[1]}'
        (folder / f"case_{name}.ipynb").write_text(text, encoding="utf-8")
    mnist = new_notebook(cells=[new_code_cell("load_mnist()", id="cell")])
    nbformat.write(mnist, folder / "case_mnist.ipynb")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/notebooks",
        str(folder),
        "-k",
        "case_",
        "-rA",
        "--nbval",
    ]
    options = [
        "--nbval-current-env",
        "--nbval-sanitize-with",
        "tests/notebooks/sanitize.cfg",
        "-p",
        "no:cacheprovider",
    ]
    environment = os.environ | {"DOWNHILL_DATA": "", "DOWNHILL_HOME": str(folder)}
    done = subprocess.run([*command, *options], cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout


@pytest.mark.parametrize("case", ["same", "pixels"])
def test_what_may_differ(outcome, case):
    assert re.search(rf"^PASSED .*case_{case}.ipynb::Cell 0", outcome, re.MULTILINE), outcome


@pytest.mark.parametrize("case", ["number", "words", "size"])
def test_what_may_not_differ(outcome, case):
    assert re.search(rf"^FAILED .*case_{case}.ipynb::Cell 0", outcome, re.MULTILINE), outcome


def test_a_lesson_on_mnist_is_skipped_without_it_and_the_closing_lines_say_why(outcome):
    assert re.search(
        r"^SKIPPED .*case_mnist.ipynb: its stored results are those of the real MNIST", outcome, re.MULTILINE
    )
