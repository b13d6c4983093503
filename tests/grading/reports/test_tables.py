"""The import files of Canvas and Moodle: the columns their importers ask for, and never a 0 that nobody gave."""

import csv
import io

import pytest

from course_lib.grading.reports.canvas import canvas_table
from course_lib.grading.reports.counted import by_student
from course_lib.grading.reports.moodle import moodle_table, worksheets
from course_lib.grading.table import table_of


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def canvas(*records):
    """{first cell: the line}, the header and the line of points left out, and these two."""
    header, points, *lines = rows(canvas_table(by_student(list(records))))
    return {line[0]: line for line in lines}, header, points


def moodle(*records):
    return {
        row["Full name"]: row for row in csv.DictReader(io.StringIO(moodle_table(by_student(list(records)))))
    }


@pytest.fixture
def every_state(makers):
    """A student for each state."""
    return [
        makers.record("ada"),
        makers.record("none", ["open"] * 3),
        makers.record("slow", lost="timed out"),
        makers.record("dead", lost="crashed"),
        makers.unreadable("torn"),
    ]


def test_canvas_has_the_columns_and_the_line_that_its_importer_reads(makers):
    lines, header, points = canvas(makers.record("ada"), makers.record("ada", [0], lesson="02"))
    assert header == [
        "Student",
        "ID",
        "SIS User ID",
        "SIS Login ID",
        "Section",
        "00 Start here",
        "02 Loss functions",
    ]
    assert "Points Possible" in points[0]
    assert points[5:] == ["3", "14"]
    assert lines["ada"] == ["ada", "", "", "ada", "", "3", "13"]


def test_only_what_is_graded_is_a_number(every_state):
    lines, _, _ = canvas(*every_state)
    assert {name: line[5] for name, line in lines.items()} == {
        "ada": "3", "none": "0", "slow": "", "dead": "", "torn": ""
    }  # fmt: skip
    told = moodle(*every_state)
    assert {name: row["Assignment: 00 Start here (Real)"] for name, row in told.items()} == {
        "ada": "3", "none": "0", "slow": "", "dead": "", "torn": ""
    }  # fmt: skip


def test_moodle_says_why_there_is_no_grade(every_state):
    feedback = {
        name: row["Assignment: 00 Start here (Feedback)"] for name, row in moodle(*every_state).items()
    }
    assert feedback["ada"] == "3 of 3 points; 3 of 3 exercises solved."
    assert "Timed out: which_way_is_down timed out." in feedback["slow"]
    assert "Crashed: which_way_is_down crashed." in feedback["dead"]
    assert feedback["torn"] == "Not graded: unreadable. The file is empty."


def test_every_state_has_its_own_word_in_grades(every_state):
    table = csv.DictReader(io.StringIO(table_of(every_state)))
    states = {row["student"]: row["status"] for row in table}
    assert states == {
        "ada": "graded", "none": "graded", "slow": "timed out", "dead": "crashed", "torn": "unreadable"
    }  # fmt: skip


def test_a_lesson_not_handed_in_is_empty(makers):
    lines, _, _ = canvas(makers.record("ada"), makers.record("bela", lesson="02"))
    assert lines["ada"][5:] == ["3", ""]
    assert lines["bela"][5:] == ["", "14"]
    row = moodle(makers.record("ada"), makers.record("bela", lesson="02"))["bela"]
    assert row["Assignment: 00 Start here (Feedback)"] == "Not handed in."


def test_an_email_is_an_identifier_for_moodle(makers):
    row = moodle(makers.record("ada@example.org"))["ada@example.org"]
    assert (row["ID number"], row["Email address"]) == ("ada@example.org", "ada@example.org")
    assert moodle(makers.record("ada"))["ada"]["Email address"] == ""


@pytest.mark.parametrize(
    ("owner", "name"), [("doejane_1234_5678", "doejane"), ("doejane_LATE_1234_5678", "doejane")]
)
def test_a_name_of_canvas_own_export_gives_the_students_number(makers, owner, name):
    lines, _, _ = canvas(makers.record(owner))
    assert lines[name][:5] == [name, "1234", "", "", ""]


def test_moodles_worksheet_names_participants(makers):
    owner = "Anna Schmidt_4711_assignsubmission_file_"
    sheets = worksheets(by_student([makers.record(owner, [0], student="Anna Schmidt"), makers.record("ada")]))
    (name,) = sheets
    header, *lines = rows(sheets[name])
    assert name == "moodle-worksheet-00.csv"
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(
        header
    )  # without these Moodle refuses the file
    assert [line[:4] for line in lines] == [["Participant 4711", "Anna Schmidt", "2", "3"]]
    assert worksheets(by_student([makers.record("ada")])) == {}


def test_two_students_of_one_name_stay_two(makers):
    lines, _, _ = canvas(
        makers.record("Kim_1_assignsubmission_file_", student="Kim"),
        makers.record("Kim_2_assignsubmission_file_", [0], student="Kim"),
    )
    assert [line[5] for line in lines.values()] == ["3", "2"]


def test_of_two_submissions_of_one_lesson_the_better_counts(makers):
    torn = makers.unreadable("ada") | {"path": "ada/a/00_start_here.ipynb"}
    records = [
        makers.record("ada", [0, 0]),
        torn,
        makers.record("ada", [0], path="ada/b/00_start_here.ipynb"),
    ]
    for some in (records, records[::-1]):
        lines, _, _ = canvas(*some)
        assert lines["ada"][5] == "2"
    assert len(by_student(records).others) == 2


@pytest.mark.parametrize(
    "name", ["=1+1", "+a", "-a", "@a", "a,b", 'a"b', "a\nb", "Points Possible", "Łukasz", "a\udcffb"]
)
def test_no_name_breaks_a_table(makers, name):
    records = [makers.record(name), makers.record("zoe", [0])]
    lines = rows(canvas_table(by_student(records)))
    assert {len(line) for line in lines} == {6}
    assert (
        sum("Points Possible" in line[0] for line in lines) == 1
    )  # Canvas would take a second one for the points
    assert not any(cell[:1] in "=+@" for line in lines for cell in line if cell)
    assert [row[3] for row in rows(moodle_table(by_student(records)))[1:]].count("3") == 1


def test_an_unreadable_file_belongs_to_the_lesson_of_its_name(makers):
    torn = makers.unreadable("torn", lesson="02")
    assert by_student([makers.record("ada"), torn]).lessons == ["00", "02"]
    nameless = makers.unreadable("torn") | {"path": "torn/homework.ipynb"}
    assert by_student([makers.record("ada"), nameless]).lessons == ["00"]  # there is only one it could be
