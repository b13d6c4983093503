"""What a student gets: own code and verdicts, one hint; never another hint, an answer, or HTML of one's own."""

from course_lib.exercises import exercises_of
from course_lib.grading.feedback import page_name, page_of

EVIL = "</pre><script>alert(1)</script>"


def test_code_verdicts_and_points(makers):
    page = page_of([makers.record("ada", [0, "right", "open"], code="my_own_code = 1")])
    assert "Feedback for ada" in page
    assert "00 Start here" in page
    assert "1 of 3 points" in page
    assert "right is uphill. Down is the other way" in page
    assert page.count("my_own_code = 1") == 3


def test_only_the_first_hint_and_none_to_what_is_right(makers):
    page = page_of([makers.record("ada", ["wrong value", "right", "wrong value"])])
    first, second, third = (exercise.hints for exercise in exercises_of("00"))
    assert first[0] in page
    assert second[0].split("`")[0] not in page
    assert not any(hint in page for hint in (*first[1:], *second[1:], *third[1:]))


def test_nothing_that_was_handed_in_becomes_html(makers):
    record = makers.record("evil", [EVIL], code=EVIL, student=EVIL, path=EVIL, notes=[EVIL])
    record["written"] = [{"id": "why", "out_of": 2, "answer": EVIL}]
    page = page_of([record, makers.unreadable("evil", EVIL)])
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 6


def test_what_could_not_be_graded_says_why(makers):
    assert "<b>Not graded: unreadable.</b> The file is empty." in page_of([makers.unreadable("ada")])
    assert "<b>Timed out:</b> which_way_is_down timed out. The rest is graded." in page_of(
        [makers.record("ada", lost="timed out")]
    )


def test_the_instructors_words_stay_with_the_instructor(makers):
    page = page_of([makers.record("ada", signs=["walks the call stack: _getframe"])])
    assert "call stack" not in page


def test_names_of_pages_never_meet():
    names = {page_name(owner) for owner in ("a b", "a-b", "a/b", "../a", "a\udcff", "", "A B")}
    assert len(names) == 7
    assert all("/" not in name and not name.startswith(".") for name in names)
