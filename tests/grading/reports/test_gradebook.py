"""nbgrader's gradebook: scores, what needs a person, what a person gave, and the notebook that formgrader shows."""

import json
import shutil

import pytest

from course_lib.grading import view
from course_lib.grading.reports import source
from course_lib.grading.reports.counted import by_student
from course_lib.grading.reports.gradebook import GradebookError, write_gradebook
from course_lib.grading.reports.student_ids import student_ids

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]  # to import nbgrader takes seconds
NAME = "00_start_here"
EMPTY = "*Your answer here.*"
EVIL = "</pre><img src=x onerror=alert(1)> **bold**"


@pytest.fixture
def with_a_written_answer(makers, tmp_path, monkeypatch):
    """The course as if lesson 00 had a question that is answered in words, for 2 points."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    content = json.loads((makers.root / "notebooks" / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    told = {"grade": True, "grade_id": "why", "locked": False, "points": 2, "solution": True, "task": False}
    told |= {"schema_version": 3, "cell_type": "markdown", "checksum": "0"}
    content["cells"].append(
        {"id": "why", "cell_type": "markdown", "metadata": {"nbgrader": told}, "source": EMPTY}
    )
    (folder / f"{NAME}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(view, "NOTEBOOKS", folder)
    for cached in (source.source_path, source.source_notebook):
        cached.cache_clear()
    yield
    for cached in (source.source_path, source.source_notebook):
        cached.cache_clear()


@pytest.fixture(scope="module")
def new_book(tmp_path_factory):
    """A gradebook with nothing in it: to make one takes nbgrader seconds."""
    path = tmp_path_factory.mktemp("new") / "gradebook.db"
    write_gradebook(path, by_student([]))
    return path


@pytest.fixture
def book(new_book, tmp_path):
    """`book.write(*records)`, `book.of(student)`: {cell: Grade}, `book.open()`."""
    from nbgrader.api import Gradebook

    class Book:
        path = tmp_path / "course" / "gradebook.db"

        def write(self, *records):
            write_gradebook(self.path, by_student(list(records)))

        def open(self):
            return Gradebook(f"sqlite:///{self.path}")

        def of(self, student, assignment=NAME):
            with self.open() as gradebook:
                notebook = gradebook.find_submission_notebook(NAME, assignment, student)
                return {grade.name: (grade.score, grade.needs_manual_grade) for grade in notebook.grades}

        def comments(self, student):
            with self.open() as gradebook:
                notebook = gradebook.find_submission_notebook(NAME, NAME, student)
                return {comment.name: comment.auto_comment for comment in notebook.comments}

        def shown(self, student):
            path = self.path.parent / "autograded" / student / NAME / f"{NAME}.ipynb"
            return json.loads(path.read_text(encoding="utf-8"))["cells"]

    Book.path.parent.mkdir()
    shutil.copy(new_book, Book.path)
    return Book()


def written(answer):
    return {"written": [{"id": "why", "out_of": 2, "answer": answer}]}


def test_scores_and_highest_scores(book, makers):
    book.write(makers.record("ada"), makers.record("bela", [0, "open"]))
    checks = ("check-which_way_is_down", "check-valley_slope", "check-step_downhill")
    assert book.of("ada") == dict.fromkeys(checks, (1, False))
    assert book.of("bela") == dict(zip(checks, [(0, False), (0, False), (1, False)], strict=True))
    with book.open() as gradebook:
        assert (gradebook.find_assignment(NAME).max_score, len(gradebook.students)) == (3, 2)
    assert book.comments("bela")["valley_slope"] == "No response."
    assert "right is uphill" in book.comments("bela")["which_way_is_down"]


def test_what_is_not_graded_asks_for_a_person(book, makers):
    book.write(makers.unreadable("torn"), makers.record("slow", lost="timed out"))
    assert set(book.of("torn").values()) == {(0, True)}
    assert book.of("slow")["check-which_way_is_down"] == (0, True)
    assert book.of("slow")["check-valley_slope"] == (1, False)
    assert book.comments("torn")["valley_slope"] == "Not graded: unreadable. The file is empty."
    assert "Timed out" in book.comments("slow")["which_way_is_down"]


@pytest.mark.usefixtures("with_a_written_answer")
def test_written_answers_are_marked_by_hand(book, makers):
    records = [makers.record("ada", **written("Because.")), makers.record("bela", **written(EMPTY))]
    records.append(makers.record("cy", **written("")))
    book.write(*records)
    assert [book.of(one)["why"] for one in ("ada", "bela", "cy")] == [(0, True), (0, False), (0, False)]
    with book.open() as gradebook:
        assert gradebook.find_assignment(NAME).max_score == 5
        gradebook.find_grade("why", NAME, NAME, "ada").manual_score = 1.5
        gradebook.find_grade("why", NAME, NAME, "ada").needs_manual_grade = False
        gradebook.db.commit()
    book.write(*records)  # graded once more: what a person gave stays
    assert book.of("ada")["why"] == (1.5, False)
    with book.open() as gradebook:
        assert gradebook.find_submission(NAME, "ada").score == 4.5


def test_another_answer_asks_for_another_look_at_a_persons_score(book, makers):
    book.write(makers.record("ada", [0]))
    with book.open() as gradebook:
        grade = gradebook.find_grade("check-which_way_is_down", NAME, NAME, "ada")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    book.write(makers.record("ada", [0]))
    assert book.of("ada")["check-which_way_is_down"] == (0.5, False)
    book.write(makers.record("ada"))
    assert book.of("ada")["check-which_way_is_down"] == (0.5, True)


@pytest.mark.usefixtures("with_a_written_answer")
def test_formgrader_shows_answers_and_nothing_of_them_as_html(book, makers):
    book.write(makers.record("ada", [0], code="my_code = 1", **written(EVIL)), makers.unreadable("torn"))
    cells = {cell["id"]: cell for cell in book.shown("ada")}
    assert cells["valley_slope"]["source"] == "my_code = 1"
    assert "&lt;img" in cells["why"]["source"]
    assert "<img" not in json.dumps(list(cells.values()))
    (output,) = cells["check-which_way_is_down"]["outputs"]
    assert "right is uphill" in output["data"]["text/html"].replace("<em>", "").replace("</em>", "")
    assert book.shown("torn")[0]["source"] == "<pre>Not graded: unreadable. The file is empty.</pre>"


def test_formgrader_lists_every_submission(book, makers):
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    book.write(makers.record("ada", [0]), makers.unreadable("torn"))
    config = Config({"CourseDirectory": {"root": str(book.path.parent)}})
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    told = {one["student"]: (one["score"], one["needs_manual_grade"]) for one in api.get_submissions(NAME)}
    assert told == {"ada": (2, False), "torn": (0, True)}
    assert {one["student"] for one in api.get_notebook_submissions(NAME, NAME)} == {"ada", "torn"}


def test_bytes_that_are_no_text_are_told_as_such(book, makers):
    book.write(
        makers.record("ada", ["NameError: \udcff"], code="\udcff"), makers.unreadable("torn", "\udcff")
    )
    assert "\\udcff" in book.comments("ada")["which_way_is_down"]
    assert "\\udcff" in book.comments("torn")["valley_slope"]
    assert "\udcff" not in json.dumps([book.shown("ada"), book.shown("torn")], ensure_ascii=False)


def test_an_assignment_of_nbgraders_own_is_used(book, makers):
    from course_lib.grading.reports.gradebook_cells import add_source

    with book.open() as gradebook:
        add_source(gradebook, "00", NAME, "problem-set-1")
    book.write(makers.record("ada"))
    assert set(book.of("ada", "problem-set-1").values()) == {(1, False)}
    with book.open() as gradebook:
        assert [one.name for one in gradebook.assignments] == ["problem-set-1"]


def test_another_version_of_the_notebook_is_told(book, makers, request):
    book.write(makers.record("ada"))
    request.getfixturevalue("with_a_written_answer")
    with pytest.raises(GradebookError, match="another version of a lesson's notebook"):
        book.write(makers.record("ada", **written("Because.")))


def test_a_file_that_is_no_gradebook_is_told(book, makers):
    shutil.copy(__file__, book.path)
    with pytest.raises(GradebookError, match=r"gradebook\.db can't be written"):
        book.write(makers.record("ada"))


def test_no_name_leads_out_of_the_folder(book, makers):
    book.write(makers.record("../../x"))
    folders = [path.name for path in (book.path.parent / "autograded").iterdir()]
    assert folders == [student_ids({"../../x": "../../x"})["../../x"]]


def test_without_nbgrader_the_command_refuses_before_it_grades(
    monkeypatch, needs_sandbox, builders, tmp_path
):
    from course_lib.grading import command

    monkeypatch.setattr(command, "nbgrader_is_there", lambda: False)
    (tmp_path / "submissions").mkdir()
    options = ["--gradebook", str(tmp_path / "gradebook.db")]
    graded = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades", *options)
    assert graded.status == 2
    assert "pip install nbgrader==0.9.6" in graded.output
    assert not (tmp_path / "grades").exists()
