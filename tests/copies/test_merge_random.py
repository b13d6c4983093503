"""Random lessons, random work on them, random newer lessons: every word of the learner's is in the result, in its order."""

import copy

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import from_dict

from course_lib.authoring.convert import checksum, grading
from course_lib.copies.merge import merge

pytestmark = pytest.mark.slow

KINDS = st.sampled_from(["markdown", "code", "exercise", "check", "written"])
STEPS = st.lists(st.tuples(st.sampled_from(["edit", "insert", "delete", "move"]), st.integers(0, 30), st.integers(0, 30)), max_size=8)  # fmt: skip


def cell_of(kind, source, number):
    """A cell of the lesson; graded ones with their metadata."""
    cell_type = "markdown" if kind in ("markdown", "written") else "code"
    cell = {"cell_type": cell_type, "id": "", "metadata": {}, "source": source}
    if cell_type == "code":
        cell |= {"outputs": [], "execution_count": None}
    if kind in ("exercise", "check", "written"):
        cell["id"] = f"{kind}_{number}"
        solution = kind != "check"
        cell["metadata"]["nbgrader"] = grading(
            cell["id"], grade=kind != "exercise", solution=solution, points=1
        )
    return cell


def numbered(lesson):
    """As in a build: ids of cells without an exercise are numbered by their place; checksums are right."""
    for place, cell in enumerate(lesson):
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["checksum"] = checksum(from_dict(cell))
        else:
            cell["id"] = f"section-{place}"
    return lesson


def changed(cells, steps, typed, new_cell):
    """The cells after these steps; what is typed is unlike anything else."""
    cells = copy.deepcopy(cells)
    for number, (step, place, other) in enumerate(steps):
        if step == "insert" or not cells:
            cells.insert(place % (len(cells) + 1), new_cell(f"{typed} {number}", number))
        elif step == "edit":
            cells[place % len(cells)]["source"] = f"{typed} {number}"
        elif step == "delete":
            del cells[place % len(cells)]
        else:
            cells.insert(other % len(cells), cells.pop(place % len(cells)))
    return cells


@st.composite
def versions(draw):
    """(the lesson, the learner's copy of it, the newer lesson)."""
    kinds = draw(st.lists(KINDS, min_size=1, max_size=8))
    same_text = draw(st.booleans())  # lessons hold equal cells, too
    base = numbered([cell_of(kind, f"lesson {0 if same_text else n}", n) for n, kind in enumerate(kinds)])
    yours = changed(
        base, draw(STEPS), "typed", lambda text, n: cell_of("code", text, n) | {"id": f"mine-{n}"}
    )
    kind = draw(KINDS)
    newer = numbered(changed(base, draw(STEPS), "newer", lambda text, n: cell_of(kind, text, 100 + n)))
    return base, yours, newer


def sources(cells):
    return [cell["source"] for cell in cells]


def typed_in(cells):
    return [source for source in sources(cells) if source.startswith("typed")]


def assert_a_sound_notebook(cells):
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert all(ids)
    nbformat.validate(
        nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )


@pytest.mark.parametrize("base_known", [True, False])
@pytest.mark.parametrize("lost", ["nothing", "ids", "metadata"])
@given(versions())
def test_nothing_typed_is_lost(base_known, lost, three):
    base, yours, newer = three
    for cell in yours:
        if lost == "ids":
            cell.pop("id")
        if lost == "metadata":
            cell["metadata"] = {}
    merged = merge(base if base_known else None, yours, newer).cells
    assert sorted(set(typed_in(merged))) == sorted(set(typed_in(yours)))
    assert_a_sound_notebook(merged)
    # The newer lesson is whole and in its own order, but for what the learner's stands in the place of, or had deleted.
    stays = [cell["id"] for cell in merged if cell["id"] in {cell["id"] for cell in newer}]
    order = [cell["id"] for cell in newer]
    assert stays == [cell_id for cell_id in order if cell_id in stays]
    if not base_known:
        assert stays == order


@given(versions())
def test_added_cells_keep_their_order_behind_the_same_cell(three):
    base, yours, newer = three
    merged = merge(base, yours, newer).cells
    run, runs = [], []
    for cell in yours:
        if cell["id"].startswith("mine-") and cell["source"]:
            run.append(cell["source"])
        else:
            runs, run = [*runs, run], []
    places = {source: place for place, source in enumerate(sources(merged))}
    for together in [*runs, run]:
        assert [places[source] for source in together] == sorted(places[source] for source in together)


@given(versions())
def test_an_update_after_an_update_changes_nothing(three):
    base, yours, newer = three
    once = merge(base, yours, newer).cells
    twice = merge(newer, once, newer).cells
    assert [(cell["id"], cell["source"]) for cell in twice] == [(cell["id"], cell["source"]) for cell in once]


@given(versions())
def test_who_changed_nothing_gets_the_newer_lesson_as_it_is(three):
    base, _, newer = three
    assert merge(base, base, newer).cells == newer


@given(versions())
def test_a_lesson_that_did_not_change_takes_nothing_away(three):
    base, yours, _ = three
    merged = merge(base, yours, base).cells
    assert sorted(typed_in(merged)) == sorted(typed_in(yours))
    assert {cell["id"] for cell in yours} <= {cell["id"] for cell in merged}


def test_versions_differ_enough_to_mean_something():
    """The random tests above must meet what they are for."""
    from hypothesis import find

    for what in ("beside", "at the end", "added", "answers"):
        find(versions(), lambda three, what=what: merge(*three).kept[what])
