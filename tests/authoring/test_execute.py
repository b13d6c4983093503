"""Running a notebook for real: outputs that are the same every time, errors with their line, nobody's settings."""

import os
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_lib.authoring.build import build
from course_lib.authoring.execute import CellError, execute

pytestmark = pytest.mark.slow

LESSON = """\
# %% [markdown]
# # A figure

# %%
import matplotlib.pyplot as plt
from ipywidgets import IntSlider

from course_lib.figures import show

figure, axes = plt.subplots()
axes.plot([1, 2, 3])
show(figure, alt="A line that rises from 1 to 3.")


# %%
class Widget(IntSlider):
    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/html": '<img alt="A slider at 0." src="">'}


Widget()
"""


def test_a_forced_build_gives_the_same_bytes_pictures_and_widgets_included(course):
    course.exercises = {}
    course.write(LESSON)
    assert build(course.root, course.exercises_of) == 0
    path = course.root / "notebooks" / "01_sample.ipynb"
    before = path.read_bytes()
    assert build(course.root, course.exercises_of, force=True) == 0
    assert path.read_bytes() == before
    assert b"widget-view" not in before
    assert b"A line that rises from 1 to 3." in before
    assert b"A slider at 0." in before


def test_an_error_has_its_place_and_its_words():
    notebook = new_notebook(cells=[new_code_cell("print(1)"), new_code_cell("x = 1\n\nx.y()")])
    with pytest.raises(CellError, match="'int' object has no attribute 'y'") as caught:
        execute(notebook)
    assert (caught.value.index, caught.value.line) == (1, 3)
    assert notebook.cells[0].outputs[0].text == "1\n"


def test_an_error_while_a_result_is_displayed_has_its_name():
    code = "class C:\n    def __repr__(self):\n        return missing\n\nC()"
    with pytest.raises(CellError, match="NameError: name 'missing' is not defined"):
        execute(new_notebook(cells=[new_code_cell(code)]))


def test_the_kernel_is_this_interpreter_in_an_empty_folder_with_nobodys_settings(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.setenv("DOWNHILL_DATA", "../data")
    names = [
        "DOWNHILL_HOME",
        "IPYTHONDIR",
        "DOWNHILL_DATA",
        "NBGRADER_EXECUTION",
        "TQDM_DISABLE",
        "MPLBACKEND",
        "EXTRA",
    ]
    code = f"import os, sys\nprint([sys.executable, os.getcwd(), os.listdir()] + [os.environ.get(name) for name in {names}])"
    notebook = new_notebook(cells=[new_code_cell(code)])
    execute(notebook, EXTRA="1")
    python, folder, files, home, ipython, data, nbgrader, tqdm, backend, extra = eval(
        notebook.cells[0].outputs[0].text
    )
    assert os.path.samefile(python, sys.executable)
    assert not os.path.exists(folder)
    assert files == []
    assert home == ipython != os.environ["DOWNHILL_HOME"]
    assert os.path.isabs(data)
    assert (nbgrader, tqdm, extra) == (None, "1", "1")
    assert "inline" in backend
    assert not os.path.exists(home)
