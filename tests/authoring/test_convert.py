"""Notebooks as nbgrader means them: metadata, locks, stubs, and ids that stay."""

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.authoring.convert import cell_ids, learner_notebook, lesson_lines, solved_notebook
from course_lib.authoring.parse import SourceCell, parse

TEXTS = st.one_of(
    st.sampled_from(["# Title", "## Doubling", "### Predict", "text", "# ∂CE/∂z", "#", "# " + "x" * 99]),
    st.text(max_size=20),
)


@pytest.fixture
def notebooks(course):
    """(cells, learner notebook, solved notebook) of the sample lesson."""
    cells = parse((course.root / "lessons" / "01_sample.py").read_text(), "lessons/01_sample.py")
    specs = course.exercises_of("01")
    return cells, learner_notebook(cells, specs), solved_notebook(cells, specs)


def cell_of(notebook, cell_id):
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def test_both_are_valid_notebooks_with_the_same_cells(notebooks):
    cells, learner, solved = notebooks
    nbformat.validate(learner)
    nbformat.validate(solved)
    assert [cell.id for cell in learner.cells] == [cell.id for cell in solved.cells]
    assert len(lesson_lines(cells)) == len(learner.cells)


def test_a_learner_gets_stubs_and_a_solved_notebook_keeps_solutions(notebooks):
    _, learner, solved = notebooks
    assert cell_of(learner, "double").source.endswith('"""\n    ...  # your code here')
    assert cell_of(learner, "guess").source == "prediction = (\n    ...  # your code here\n)"
    assert cell_of(learner, "why").source == "## Why?\n\nYOUR ANSWER HERE"
    assert "return 2 * x" in cell_of(solved, "double").source
    assert "SOLUTION" not in nbformat.writes(learner)


def test_a_check_follows_every_exercise_and_is_locked(notebooks):
    _, learner, _ = notebooks
    ids = [cell.id for cell in learner.cells]
    for exercise in ("double", "guess"):
        assert ids[ids.index(exercise) + 1] == f"check-{exercise}"
    check = cell_of(learner, "check-guess")
    assert check.source == 'check("guess", prediction)'
    assert (check.metadata.editable, check.metadata.deletable) == (False, False)
    assert check.metadata.nbgrader.points == 3
    assert cell_of(learner, "double").metadata.deletable is False
    assert "editable" not in cell_of(learner, "double").metadata
    assert cell_of(learner, "doubling").metadata == {}


def test_points_of_a_written_answer(notebooks):
    _, learner, _ = notebooks
    metadata = cell_of(learner, "why").metadata.nbgrader
    assert (metadata.grade, metadata.solution, metadata.points) == (True, True, 2)


def test_notes_to_the_linter_stay_with_the_author():
    [cell] = parse("# %%\nprint(unknown)  # noqa: F821\nx = 1  # a comment\ny = 2  # fmt: skip\n", "x.py")
    assert learner_notebook([cell], []).cells[0].source == "print(unknown)\nx = 1  # a comment\ny = 2"


def test_ids_are_read_from_headings_and_unmoved_by_edits_elsewhere():
    def ids(text):
        return cell_ids(parse(text, "x.py"))

    before = ids("# %% [markdown]\n# # A\n# %%\nx\n# %% [markdown]\n# ## B: ∂L/∂w\n# %%\ny\n")
    after = ids(
        "# %% [markdown]\n# # A\n# %%\nx\n# %%\nnew\n# %% [markdown]\n# ## B: ∂L/∂w\n# new\n# %%\nyy\n"
    )
    assert before == ["a", "a-2", "b-l-w", "b-l-w-2"]
    assert set(before) < set(after)


def test_ids_of_a_subsection_carry_its_section():
    text = "# %% [markdown]\n# # A\n# ## B\n# %% [markdown]\n# ### Predict\n# %%\nx\n# %% [markdown]\n# ## C\n# ### Predict\n"
    assert cell_ids(parse(text, "x.py")) == ["b", "b-predict", "b-predict-2", "c-predict"]


def test_a_comment_in_a_block_of_code_is_no_heading():
    text = "# %% [markdown]\n# ## B\n# ```\n# # no heading\n# ```\n# %%\nx\n"
    assert cell_ids(parse(text, "x.py")) == ["b", "b-2"]


@given(st.lists(st.tuples(st.sampled_from(["markdown", "code"]), TEXTS), max_size=12))
def test_ids_are_unique_and_valid_whatever_the_headings(pieces):
    cells = [SourceCell(kind, text, {}, 1, 1) for kind, text in pieces]
    cells.append(SourceCell("code", "def a(): pass", {"exercise": "title"}, 1, 1))
    ids = cell_ids(cells)
    assert len(set(ids)) == len(ids)
    assert ids[-1] == "title"
    nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", id=one) for one in ids]))
