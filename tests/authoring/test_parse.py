"""Cells, their options and their lines, as jupytext and the eye read them."""

import pytest

from course_lib.authoring.parse import parse
from course_lib.authoring.problems import LessonError

LESSON = '''\
# %% [markdown]
# # Title
# text

# %%

x = 1  # line 7


# %% exercise="relu_grad" tags=["slow"]
def relu_grad(x):
    return """
# %% not a cell
"""

# %% [markdown] written="why" points=2
#
# Why?

# %% [markdown]
"""
In quotes
"""
'''


def test_cells_with_their_kind_source_and_options():
    cells = parse(LESSON, "lessons/x.py")
    assert [cell.kind for cell in cells] == ["markdown", "code", "code", "markdown", "markdown"]
    assert cells[0].source == "# Title\ntext"
    assert cells[2].options == {"exercise": "relu_grad", "tags": ["slow"]}
    assert cells[3].options == {"written": "why", "points": 2}
    assert "# %% not a cell" in cells[2].source


def test_the_line_of_every_cell_and_of_the_text_in_it():
    lines = LESSON.splitlines()
    for cell in parse(LESSON, "lessons/x.py"):
        assert lines[cell.marker_line - 1].startswith("# %%")
        assert cell.source.split("\n")[0] in lines[cell.line(1) - 1]


def test_a_jupytext_header_is_no_cell():
    assert (
        len(
            parse(
                "# ---\n# jupyter:\n#   kernelspec:\n#     display_name: Python 3\n#     name: python3\n# ---\n\n# %%\nx = 1\n",
                "lessons/x.py",
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("# %%\nx = 1\n\n# %%\ndef f(:\n", 5, "not valid Python"),
        ("# %% [markdown]\n# one\nisn't a comment\n", 3, "not valid Python"),
        ("# %%\nx = 1\n#%% exercise='a'\ny = 1\n", 3, "almost a cell marker"),
        ("# %%\nx = 1\n# %%[markdown]\n# text\n", 3, "almost a cell marker"),
        ("# %%\nif x:\n    # %% inside\n    y = 1\n", 3, "almost a cell marker"),
        ("# ---\n# jupyter:\n#   kernelspec:\n#     name: x\n# ---\n\n# %%\nx = 1\n", 1, "Delete the header"),
        ('"""A docstring."""\n\n# %%\nx = 1\n', 1, "before the first cell"),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_line(text, line, says):
    with pytest.raises(LessonError, match=rf"^lessons/x.py:{line}: .*{says}"):
        parse(text, "lessons/x.py")
