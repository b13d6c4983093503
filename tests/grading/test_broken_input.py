"""Submissions as they really come: broken, moved about, exported by other programs. Right where the answers are there."""

import copy
import json
import os
import zipfile

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

pytestmark = pytest.mark.slow

ODD_NAMES = (
    "plain",
    "Plain",
    "plain ",
    "=cmd|' -C calc'!A0",
    "anna\nmiller",
    'quote"<b>',
    "Жанна 李",
    "e\u0301",
    "\u00e9",
)
SLOPE = "def valley_slope(x):\n    return 2 * (x - 1)"


@pytest.fixture(scope="module")
def forms(builders):
    """{student: (bytes, points, status)}: one notebook of lesson 00 in many forms."""
    cells, notebook_of = builders["cells_of"], builders["notebook_of"]
    whole = json.loads(notebook_of(cells()))

    def changed(change):
        content = copy.deepcopy(whole)
        return json.dumps(change(content) or content).encode()

    def each_cell(change):
        return changed(lambda content: [change(cell) for cell in content["cells"]] and None)

    def stripped(cell):
        cell.pop("id", None)
        cell["metadata"] = {}

    forms = {
        "whole": (notebook_of(cells()), 3, "graded"),
        "nothing_written": (notebook_of(cells(prediction="prediction = (\n    ...  # your code here\n)", slope="def valley_slope(x):\n    ...  # your code here", step="def step_downhill(x, slope, learning_rate):\n    ...")), 0, "graded"),
        "empty_file": (b"", 0, "unreadable"),
        "blank_file": (b" \n\n", 0, "unreadable"),
        "cut_off": (notebook_of(cells())[:400], 0, "unreadable"),
        "cut_off_behind_two_answers": (notebook_of(cells()).partition(b"def step_downhill")[0], 2, "unreadable"),
        "broken_behind_two_answers": (notebook_of(cells()).replace(b'"def step_downhill', b'\x00"def'), 2, "unreadable"),
        "a_list": (b"[1, 2, 3]", 0, "unreadable"),
        "a_word": (b'"notebook"', 0, "unreadable"),
        "no_cells": (b'{"metadata": {}, "nbformat": 4}', 0, "unreadable"),
        "cells_of_another_kind": (b'{"cells": [1, null, "x", [], {"cell_type": "code", "source": 3}], "nbformat": 4}', 0, None),
        "binary": (bytes(range(256)) * 20, 0, "unreadable"),
        "html": (b"<!doctype html><p>Sign in to see this file", 0, "unreadable"),
        "deep_json": (b'{"cells":' + b"[" * 200_000 + b"]" * 200_000 + b"}", 0, "unreadable"),
        "merge_conflict": (b"<<<<<<< HEAD\n" + notebook_of(cells()) + b"\n=======\n>>>>>>> theirs\n", 0, "unreadable"),
        "byte_order_mark": (b"\xef\xbb\xbf" + notebook_of(cells()), 3, "graded"),
        "utf_16": (notebook_of(cells()).decode().encode("utf-16"), 3, "graded"),
        "windows_line_ends": (json.dumps(whole, indent=1).replace("\n", "\r\n").encode(), 3, "graded"),
        "a_byte_that_is_no_text": (notebook_of(cells(before=["# caf\u00e9"])).replace(b"caf\\u00e9", b"caf\xe9"), 3, "graded"),
        "nbformat_3": (as_format_3(whole), 3, "graded"),
        "nbformat_from_the_future": (changed(lambda content: content.update(nbformat=9, nbformat_minor=99)), 3, "graded"),
        "sources_as_lists": (each_cell(lambda cell: cell.update(source=cell["source"].splitlines(keepends=True))), 3, "graded"),
        "a_foreign_kernel": (changed(lambda content: content.update(metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})), 3, "graded"),
        "written_in_r": (notebook_of([new_code_cell("f <- function(x) { x %>% mean() }")]).replace(b'"metadata": {}, "nbformat"', b'"metadata": {"kernelspec": {"language": "R"}}, "nbformat"'), 0, None),
        "no_metadata": (each_cell(stripped), 3, "graded"),
        "metadata_of_another_kind": (each_cell(lambda cell: cell.update(metadata=[7], id=7)), 3, "graded"),
        "through_colab": (each_cell(lambda cell: cell.update(metadata={"id": "aB3dEf", "colab": {"base_uri": "https://localhost/"}}, id="aB3dEf")), 3, "graded"),
        "wants_99_points": (each_cell(lambda cell: cell["metadata"].update(nbgrader={"grade": True, "grade_id": cell["id"], "points": 99, "solution": True})), 3, "graded"),
        "no_checks": (changed(lambda content: content.update(cells=[cell for cell in content["cells"] if not cell["source"].startswith("check(")])), 3, "graded"),
        "an_answer_deleted": (changed(lambda content: content.update(cells=[cell for cell in content["cells"] if "valley_slope" not in cell["source"]])), 2, "graded"),
        "from_bottom_to_top": (changed(lambda content: content.update(cells=content["cells"][::-1])), 3, "graded"),
        "every_cell_twice": (changed(lambda content: content.update(cells=[*content["cells"], *content["cells"]])), 3, "graded"),
        "typed_anew": (notebook_of([new_markdown_cell("# my own"), new_code_cell("prediction='A '"), new_code_cell("def step_downhill(x, s, r): return x - r*s\nvalley_slope = lambda x: 2*x - 2")]), 3, "graded"),
        "all_in_one_cell": (notebook_of([new_code_cell("\n\n".join(cell["source"] for cell in whole["cells"] if cell["cell_type"] == "code"))]), 3, "graded"),
        "one_cell_is_no_python": (notebook_of(cells(slope="def valley_slope(x)\n    return 2")), 2, "graded"),
        "a_helper_below_its_user": (notebook_of(cells(slope=["def valley_slope(x):\n    return double(x - 1)", "def double(x):\n    return 2 * x"])), 3, "graded"),
        "magics": (notebook_of(cells(before=["%matplotlib inline\n!ls -l\n%time 1 + 1", "%%bash\necho hello"])), 3, "graded"),
        "a_failing_demonstration": (notebook_of(cells(before=["1 / 0", "import no_such_module", "while True: pass"])), 3, "graded"),
        "a_failing_import_with_the_answers": (notebook_of(cells(slope="import no_such_module\n" + SLOPE)), 2, "graded"),
        "many_cells": (notebook_of([*(new_code_cell(f"x{i} = {i}") for i in range(1500)), *cells()]), 3, "graded"),
        "a_cell_of_5_megabytes": (notebook_of(cells(before=["x = [" + "1, " * 1_700_000 + "]"])), 3, "graded"),
        "a_cell_too_deep_to_read": (notebook_of(cells(before=["x = " + "-" * 90_000 + "1", "y = " + "(" * 90_000 + ")" * 90_000, "z = " + "a." * 45_000 + "b"])), 3, "graded"),
        "40_megabytes_of_output": (changed(lambda content: content["cells"][0].update(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 40_000_000}])), 3, "graded"),
        "answered_twice_first_wrong": (notebook_of(cells(slope=["def valley_slope(x):\n    return 2 * x", SLOPE])), 3, "graded"),
        "answered_twice_last_wrong": (notebook_of(cells(slope=[SLOPE, "def valley_slope(x):\n    return 2 * x"])), 2, "graded"),
        "answered_again_after_the_check": (notebook_of([*cells(slope="def valley_slope(x):\n    return 2 * x"), new_code_cell(SLOPE)]), 3, "graded"),
        "answered_in_an_order_that_the_counts_tell": (notebook_of(with_counts(cells(slope=["def valley_slope(x):\n    return 2 * (x - 1)", "def valley_slope(x):\n    return 2 * x"]))), 3, "graded"),
    }  # fmt: skip
    return forms


def as_format_3(whole):
    """A notebook as IPython 2 wrote it."""
    cells = [
        {
            "cell_type": "code",
            "input": cell["source"],
            "language": "python",
            "metadata": cell["metadata"],
            "outputs": [],
        }
        for cell in whole["cells"]
    ]
    return json.dumps(
        {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
    ).encode()


def with_counts(cells):
    """The cells as if run from top to bottom, but the first of the two answers last of all."""
    for number, cell in enumerate(cells, 1):
        cell["execution_count"] = number
    next(cell for cell in cells if "2 * (x - 1)" in cell["source"])["execution_count"] = 99
    return cells


@pytest.fixture(scope="module")
def graded(forms, grade_students):
    return grade_students({student: data for student, (data, _, _) in forms.items()}, "--cell-seconds", "5")


FORMS = [
    "whole",
    "nothing_written",
    "empty_file",
    "blank_file",
    "cut_off",
    "cut_off_behind_two_answers",
    "broken_behind_two_answers",
    "a_list",
    "a_word",
    "no_cells",
    "cells_of_another_kind",
    "binary",
    "html",
    "deep_json",
    "merge_conflict",
    "byte_order_mark",
    "utf_16",
    "windows_line_ends",
    "a_byte_that_is_no_text",
    "nbformat_3",
    "nbformat_from_the_future",
    "sources_as_lists",
    "a_foreign_kernel",
    "written_in_r",
    "no_metadata",
    "metadata_of_another_kind",
    "through_colab",
    "wants_99_points",
    "no_checks",
    "an_answer_deleted",
    "from_bottom_to_top",
    "every_cell_twice",
    "typed_anew",
    "all_in_one_cell",
    "one_cell_is_no_python",
    "a_helper_below_its_user",
    "magics",
    "a_failing_demonstration",
    "a_failing_import_with_the_answers",
    "many_cells",
    "a_cell_of_5_megabytes",
    "a_cell_too_deep_to_read",
    "40_megabytes_of_output",
    "answered_twice_first_wrong",
    "answered_twice_last_wrong",
    "answered_again_after_the_check",
    "answered_in_an_order_that_the_counts_tell",
]


@pytest.mark.parametrize("form", FORMS)
def test_the_score_is_right(graded, forms, form):
    _, points, status = forms[form]
    record = graded.of(form)
    assert record["points"] == points
    assert status is None or record["status"] == status
    assert record["status"] != "unreadable" or record["reason"]


def test_no_form_is_forgotten(forms):
    assert set(forms) == set(FORMS)


def test_a_damaged_file_is_told_and_its_points_wait_for_a_person(graded):
    record = graded.of("cut_off_behind_two_answers")
    assert record["reason"] == "The file is damaged: its end is missing; its first 5 cells could be read"
    assert "cut_off_behind_two_answers" in (graded.out / "grades.csv").read_text()
    (row,) = [
        row
        for row in (graded.out / "canvas.csv").read_text().splitlines()
        if row.startswith("cut_off_behind")
    ]
    assert row.endswith(",")


def test_an_empty_notebook_is_not_attempted(graded):
    assert {one["state"] for one in graded.of("nothing_written")["exercises"]} == {"not attempted"}


def test_two_answers_are_told(graded):
    (note,) = graded.of("answered_twice_first_wrong")["notes"]
    assert note == "valley_slope is answered in code cell 5 and in code cell 4: the newest, 5, counts."
    assert "the newest, 5, counts" in (graded.out / "grades.csv").read_text()


def test_what_should_have_been_there_is_named(graded):
    (deleted,) = [one for one in graded.of("an_answer_deleted")["exercises"] if one["id"] == "valley_slope"]
    assert deleted["verdict"]["title"] == "not in this notebook"


@pytest.fixture(scope="module")
def odd_places(needs_sandbox, builders, tmp_path_factory):
    """Links, pipes, odd names, zips and other things that are no plain files in a student's folder."""
    folder = tmp_path_factory.mktemp("places")
    submissions, whole = folder / "submissions", builders["notebook_of"](builders["cells_of"]())
    (folder / "outside").mkdir()
    (folder / "outside" / "00_start_here.ipynb").write_bytes(whole)
    for student in ODD_NAMES:
        (submissions / student).mkdir(parents=True)
        (submissions / student / "00_start_here.ipynb").write_bytes(whole)
    bytes_name = os.path.join(os.fsencode(submissions), b"caf\xe9")
    os.mkdir(bytes_name)
    with open(os.path.join(bytes_name, b"00_start_here.ipynb"), "wb") as file:
        file.write(whole)
    (submissions / "linked").mkdir()
    (submissions / "linked" / "00_start_here.ipynb").symlink_to(submissions / "plain" / "00_start_here.ipynb")
    (submissions / "linked_folder").symlink_to(folder / "outside")
    (submissions / "piped").mkdir()
    os.mkfifo(submissions / "piped" / "00_start_here.ipynb")
    (submissions / "nothing").mkdir()
    (submissions / "deeper" / "00_start_here" / ".ipynb_checkpoints").mkdir(parents=True)
    (submissions / "deeper" / "00_start_here" / "00_start_here.ipynb").write_bytes(whole)
    (
        submissions / "deeper" / "00_start_here" / ".ipynb_checkpoints" / "00_start_here-checkpoint.ipynb"
    ).write_bytes(b"")
    (submissions / "flat_00_start_here.ipynb").write_bytes(whole)
    (submissions / "no_lesson_in_the_name.ipynb").write_bytes(whole)
    (submissions / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(submissions / "export.zip", "w") as archive:
        archive.writestr("Ben Adams_12345_assignsubmission_file_/00_start_here.ipynb", whole)
        archive.writestr("../../escaped_00_start_here.ipynb", whole)
        archive.writestr("adamsben_123_456_00_start_here-1.ipynb", whole)
        archive.writestr("__MACOSX/._00_start_here.ipynb", b"\x00")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("adamsben_123_456_00_start_here-1.ipynb", b"")
    return builders["grade_folder"](submissions, folder / "grades")


def scores(graded, **wanted):
    """[(points, status)] of the records whose fields are as wanted."""
    fits = [record for record in graded.records if all(record[key] == value for key, value in wanted.items())]
    return sorted((record["points"], record["status"]) for record in fits)


def test_odd_names(odd_places):
    for owner in ODD_NAMES:
        assert scores(odd_places, owner=owner) == [(3, "graded")], owner
    assert next(one for one in odd_places.records if "caf" in one["owner"])["points"] == 3
    pages = list((odd_places.out / "feedback").iterdir())
    assert len(pages) == len({record["owner"] for record in odd_places.records})
    assert all(
        "<b>" not in page.read_text().replace("<b>3 of 3", "").replace("<b>Not graded", "") for page in pages
    )
    assert "\n=cmd" not in (odd_places.out / "grades.csv").read_text()


@pytest.mark.parametrize("owner", ["linked", "linked_folder", "piped", "nothing", "broken.zip"])
def test_what_is_no_file_is_refused(odd_places, owner):
    ((points, status),) = scores(odd_places, owner=owner)
    assert (points, status) == (0, "unreadable")


def test_other_places(odd_places):
    assert scores(odd_places, owner="deeper") == [(3, "graded")]
    assert scores(odd_places, owner="flat") == [(3, "graded")]
    assert scores(odd_places, path="no_lesson_in_the_name.ipynb") == [(3, "graded")]


def test_zips(odd_places):
    assert scores(odd_places, student="Ben Adams") == [(3, "graded")]
    assert scores(odd_places, student="adamsben_123_456") == [(0, "unreadable"), (3, "graded")]
    ((points, status),) = [(r["points"], r["status"]) for r in odd_places.records if "escaped" in r["path"]]
    assert (points, status) == (0, "unreadable")
