"""The class report: its numbers, its names for mistakes, nothing from elsewhere, nothing of a student's as HTML."""

import re
from html.parser import HTMLParser

import pytest

from course_lib.exercises import exercises_of
from course_lib.grading.reports.class_report import class_report
from course_lib.grading.reports.counted import by_student
from course_lib.grading.reports.lesson_numbers import numbers_of

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Page(HTMLParser):
    """Tags, attributes, visible text, and how many rows of tables are not folded away."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.depth, self.open_rows = [], [], "", 0, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        self.depth += tag == "details"
        self.open_rows += tag == "tr" and not self.depth

    def handle_endtag(self, tag):
        self.depth -= tag == "details"

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def class_of_few(makers):
    """Eight students, in every state."""
    return [
        makers.record("ada"),
        makers.record("bela", [0, 1], seconds=0.3),
        makers.record("cy", [0, "open", "wrong value"]),
        makers.record("dora", ["open"] * 3),
        makers.record("slow", lost="timed out", seconds=31.0),
        makers.record("dead", lost="crashed"),
        makers.unreadable("torn"),
        makers.record("ada", [0], lesson="02", signs=["walks the call stack: _getframe"]),
    ]


def test_numbers_of_a_lesson(class_of_few):
    numbers = numbers_of(by_student(class_of_few), "00")
    assert (numbers.handed_in, numbers.out_of, sorted(numbers.scores)) == (7, 3, [0, 0, 1, 2, 2, 3])
    assert (numbers.median, numbers.mean) == (1.5, 8 / 6)
    first = numbers.exercises[0]
    assert (first.solved, first.wrong, first.open, first.lost, first.all) == (1, 2, 1, 2, 6)
    assert [record["owner"] for record in numbers.slowest[:2]] == ["slow", "bela"]


def test_mistakes_have_the_names_that_students_read(class_of_few):
    mistakes = numbers_of(by_student(class_of_few), "00").mistakes
    exercises = exercises_of("00")
    assert [(one.exercise, one.name, one.count, one.known) for one in mistakes] == [
        ("which_way_is_down", exercises[0].mistakes[0].says, 2, True),
        ("valley_slope", exercises[1].mistakes[1].says, 1, True),
        ("step_downhill", "wrong value", 1, False),
    ]


def test_one_slip_of_syntax_is_one_mistake(makers):
    slips = [f"SyntaxError: invalid syntax (<ipython-input-1-{one}>, line {one})" for one in (1, 2)]
    records = [makers.record(str(place), [slip]) for place, slip in enumerate(slips)]
    (mistake,) = numbers_of(by_student(records), "00").mistakes
    assert (mistake.name, mistake.count) == ("SyntaxError: invalid syntax", 2)


def test_what_a_goal_measured_makes_no_mistake_of_its_own(makers):
    told = [f"accuracy in percent: {number}, and at least 98.5 is asked" for number in ("98.07", "97.0")]
    records = [makers.record(f"s{number}", [title]) for number, title in enumerate(told)]
    (mistake,) = numbers_of(by_student(records), "00").mistakes
    assert (mistake.name, mistake.count) == ("accuracy in percent: at least 98.5 is asked", 2)


def test_networks_have_a_picture_of_their_accuracies(makers):
    records = []
    for number, accuracy in enumerate((99.4, 99.0, 12.0, None)):
        record = makers.record(f"s{number}") | {"lesson": "08"}
        project = record["exercises"][0] | {"id": "my_model"}
        measured = (
            [["numbers", 7.0], ["anew", 100.0], ["answered", 100.0], ["accuracy", accuracy]]
            if accuracy
            else []
        )
        record["exercises"] = [project | {"verdict": project["verdict"] | {"measured": measured}}]
        records.append(record)
    (measured,) = numbers_of(by_student(records), "08").measured
    assert (measured.exercise, measured.what, measured.median) == ("my_model", "accuracy", 99.0)
    told = "Accuracy of 3 networks: 2 reach 98.5 %, 1 reach 99.2 %; median 99.00 %, best 99.40 %."
    assert f'aria-label="{told}"' in class_report(records)


def test_the_page_tells_it_all(class_of_few):
    page = Page(class_report(class_of_few))
    for told in (
        "8 submissions", "5 graded in full", "Median 1.5, mean 1.3 of 3 points", "The factor 2 is missing",
        "1 crashed", "1 timed out", "1 unreadable", "The file is empty.", "walks the call stack", "31 s",
    ):  # fmt: skip
        assert told in re.sub(r"\s+", " ", page.text), told
    assert page.tags.count("svg") == 2 * 3


def test_it_needs_nothing_from_elsewhere(class_of_few):
    text = class_report(class_of_few)
    page = Page(text)
    links = [value for name, value in page.attributes if name in ("href", "src", "xlink:href")]
    assert all(link.startswith(("#", "feedback/")) for link in links)
    assert {"script", "link", "iframe", "img"}.isdisjoint(page.tags)
    assert not re.search(r"url\((?!#)|@import", text)
    assert "default-src 'none'" in text


def test_every_picture_says_in_words_what_it_shows(class_of_few):
    text = class_report(class_of_few)
    alts = re.findall(r'<svg role="img" aria-label="([^"]+)"', text)
    assert len(alts) == text.count("<svg") == 6
    assert any("0 points: 2, 1 points: 1, 2 points: 2, 3 points: 1. Median 1.5" in alt for alt in alts)
    assert any("which_way_is_down: 1 of 6 solved" in alt for alt in alts)
    assert any("longest 31 s" in alt for alt in alts)


def test_nothing_of_a_students_becomes_html(makers):
    evil = makers.record(EVIL, [EVIL], student=EVIL, path=EVIL, signs=[EVIL], reason=EVIL, status="crashed")
    torn = makers.unreadable("torn", EVIL)
    page = Page(class_report([evil, torn, makers.record("a\udcff")]))
    assert {"script", "img"}.isdisjoint(page.tags)
    assert page.text.count("<script>alert(1)</script>") >= 5


def test_a_thousand_students_fill_no_page(makers):
    records = [makers.record(f"s{number:04}", [number % 3]) for number in range(900)]
    records += [makers.unreadable(f"u{number:04}") for number in range(100)]
    text = class_report(records)
    page = Page(text)
    assert "1000 students and their points" in page.text
    assert page.open_rows < 60
    assert len(text) < 1_000_000


@pytest.mark.parametrize("records", [[], ["torn"]])
def test_there_may_be_nothing_to_show(makers, records):
    assert "Class report" in class_report([makers.unreadable(one) for one in records])


def test_the_same_records_give_the_same_page(class_of_few):
    assert class_report(class_of_few) == class_report(class_of_few[::-1])


def test_a_lesson_of_which_nothing_could_be_graded(makers):
    report = class_report([makers.record("a"), makers.unreadable("b") | {"lesson": "01"}])
    assert "Neurons and activations" in Page(report).text
