"""In a real Jupyter kernel: endless answers are stopped, the learner's line is told, verdicts come as HTML."""

import pytest

pytestmark = pytest.mark.slow

IMPORT = "from course_lib.exercises import check, hint, progress"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """Runs a cell in one and the same kernel; returns its outputs."""
    import os

    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook()
    client = NotebookClient(notebook, timeout=60, kernel_name="python3")
    home = str(tmp_path_factory.mktemp("home"))

    def run(source):
        notebook.cells.append(new_code_cell(source))
        client.execute_cell(notebook.cells[-1], len(notebook.cells) - 1)
        return notebook.cells[-1].outputs

    with client.setup_kernel(env=os.environ | {"DOWNHILL_HOME": home, "IPYTHONDIR": home}):
        run(IMPORT)
        yield run


def test_a_verdict_comes_as_html_and_text(kernel):
    kernel("def valley_slope(x):\n    ...  # your code here")
    (output,) = kernel('check("valley_slope", valley_slope)')
    assert "Not attempted yet" in output.data["text/html"]
    assert output.data["text/plain"].startswith("○ valley_slope: not attempted yet")


def test_the_line_in_the_cell_is_told(kernel):
    kernel("def valley_slope(x):\n    y = x - 1\n    return 2 * z")
    (output,) = kernel('check("valley_slope", valley_slope)')
    assert "line 3 of the cell, in valley_slope" in output.data["text/plain"]
    assert "return 2 * →z←" in output.data["text/plain"]


@pytest.mark.parametrize("endless", ["while True: pass", "import time; time.sleep(1000)"])
def test_what_never_ends_is_stopped_and_the_kernel_goes_on(kernel, endless):
    kernel(
        "import dataclasses\n"
        "from course_lib.exercises import examine, get_exercise\n"
        "quick = dataclasses.replace(get_exercise('valley_slope'), seconds=0.5)\n"
        f"def valley_slope(x):\n    {endless}"
    )
    (output,) = kernel("examine(quick, valley_slope)")
    assert "did not finish: stopped after 0.5 seconds" in output.data["text/plain"]
    (output,) = kernel("import time; time.sleep(0.3); 'and on'")
    assert output.data["text/plain"] == "'and on'"


def test_nothing_that_an_answer_prints_or_shows_comes_between(kernel):
    kernel("def valley_slope(x):\n    print('noise'); display('noise')\n    return 2 * (x - 1)")
    (output,) = kernel('check("valley_slope", valley_slope)')
    assert "correct" in output.data["text/plain"]
    assert "noise" not in str(output)


def test_exit_leaves_the_kernel_alive(kernel):
    kernel("import sys\ndef valley_slope(x):\n    sys.exit()")
    (output,) = kernel('check("valley_slope", valley_slope)')
    assert "SystemExit" in output.data["text/plain"]
    (output,) = kernel("progress()")
    assert "Your progress" in output.data["text/plain"]
