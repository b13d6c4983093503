"""`course update` as a learner meets it: what is in the notebook afterwards, and what is told."""

import json

import nbformat
import pytest

ANSWER = "def double(x):\n    return 2 * x"


def test_a_lesson_that_did_not_change_leaves_the_copy_as_it_is(doubling):
    doubling.type("double", ANSWER)
    before = doubling.copy.read_bytes()
    assert doubling.update() == 0
    assert doubling.copy.read_bytes() == before
    assert doubling.said == ["Your copies are up to date."]
    assert doubling.backups == []


def test_only_outputs_that_changed_are_no_newer_lesson(doubling, cells):
    lesson = cells.lesson()
    lesson[1]["outputs"][0]["text"] = ["loaded at once"]
    doubling.publish(lesson)
    doubling.update()
    assert doubling.said == ["Your copies are up to date."]


def test_a_new_lesson_comes_with_all_that_the_learner_wrote(doubling, cells):
    doubling.type("double", ANSWER)
    doubling.type("why", "Why?\n\nBecause.")
    doubling.add("double", cells.code("mine", "double(21)", "42"))
    before = doubling.copy.read_bytes()
    doubling.publish_changed("section", "Halving", "Halving a number")
    assert doubling.update() == 0
    sources = doubling.sources()
    assert list(sources)[:5] == ["title", "title-2", "double", "mine", "check-double"]
    assert sources["double"] == ANSWER
    assert sources["why"] == "Why?\n\nBecause."
    assert sources["section"] == "## Halving a number"
    assert [backup.read_bytes() for backup in doubling.backups] == [before]
    assert (
        "01_doubling: updated. Kept of yours: 2 answers, 1 added cell.\n"
        "  your copy as it was: work/backups/01_doubling-1.ipynb" in doubling.said
    )
    nbformat.validate(nbformat.read(doubling.copy, as_version=4))


def test_outputs_stay_where_the_text_stayed(doubling, cells):
    notebook = doubling.read()
    check = next(cell for cell in notebook["cells"] if cell["id"] == "check-double")
    check |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "✓"}], "execution_count": 7}
    doubling.copy.write_text(json.dumps(notebook))
    doubling.publish_changed("section-2", "0.1", "0.2")
    doubling.update()
    after = {cell["id"]: cell for cell in doubling.read()["cells"]}
    assert after["check-double"]["outputs"] == check["outputs"]
    assert after["check-double"]["execution_count"] == 7
    assert after["section-2"]["source"].startswith("rate = 0.2")


def test_an_exercise_that_changed_keeps_the_answer_and_quotes_the_new_text(doubling, cells):
    doubling.type("double", ANSWER)
    doubling.publish_changed("double", "def double(x)", "def double(numbers)")
    assert doubling.update() == 0
    kept = doubling.read()["cells"]
    place = next(place for place, cell in enumerate(kept) if cell["id"] == "double")
    assert kept[place]["source"] == ANSWER
    assert "```python\ndef double(numbers):\n    ...  # your code here\n```" in kept[place + 1]["source"]
    assert kept[place + 2]["id"] == "check-double"
    assert 'the exercise "double" changed: your answer stays' in doubling.said[0]


def test_an_exercise_nobody_answered_is_simply_the_new_one(doubling):
    doubling.publish_changed("double", "def double(x)", "def double(numbers)")
    doubling.update()
    assert doubling.sources()["double"].startswith("def double(numbers)")
    assert len(doubling.sources()) == 10


def test_of_a_demonstration_that_both_changed_the_lessons_runs_and_the_learners_stands_below(doubling):
    doubling.type("section-2", "rate = 0.7\nprint(rate)")
    doubling.publish_changed("section-2", "0.1", "0.2")
    doubling.update()
    kept = doubling.read()["cells"]
    place = next(place for place, cell in enumerate(kept) if cell["id"] == "section-2")
    assert kept[place]["source"].startswith("rate = 0.2")
    assert "**Yours, from before an update.**" in kept[place + 1]["source"]
    assert kept[place + 2]["source"] == "rate = 0.7\nprint(rate)"
    assert kept[place + 2]["cell_type"] == "raw", "Run All would run both"
    assert "you and the lesson changed 1 cell" in doubling.said[0]


def test_notes_in_the_lessons_prose_stay_prose(doubling):
    doubling.type("section", "## Halving\nMy note.")
    doubling.publish_changed("section", "Halving", "Halving a number")
    doubling.update()
    kept = [cell for cell in doubling.read()["cells"] if "My note." in cell["source"]]
    assert [cell["cell_type"] for cell in kept] == ["markdown"]


def test_a_demonstration_that_only_the_learner_changed_stays_theirs(doubling):
    doubling.type("section-2", "rate = 0.7")
    doubling.publish_changed("section", "Halving", "Half")
    doubling.update()
    assert doubling.sources()["section-2"] == "rate = 0.7"
    assert len(doubling.sources()) == 10


def test_a_new_cell_that_shifts_the_numbers_of_ids_takes_nobodys_place(doubling, cells):
    doubling.type("section-2", "rate = 0.7")
    doubling.add("section-2", cells.prose("mine", "About the rate."))
    lesson = cells.lesson()
    lesson[5]["id"] = "section-3"
    lesson[-1]["id"] = "section-4"
    lesson.insert(5, cells.code("section-2", "print('new')"))
    doubling.publish(lesson)
    doubling.update()
    sources = doubling.sources()
    assert sources["section-2"] == "print('new')"
    assert sources["section-3"] == "rate = 0.7"
    assert list(sources).index("mine") == list(sources).index("section-3") + 1
    assert len(sources) == 12


def test_a_section_with_another_heading_is_still_known(doubling, cells):
    """Its cells get other ids, and its first cell another text, too."""
    doubling.type("section", "## Halving\nMy note.")
    doubling.type("section-2", "rate = 0.7")
    lesson = cells.lesson()
    for cell in lesson:
        cell["id"] = cell["id"].replace("section", "halves")
    lesson[4]["source"] = "## Halving!"
    doubling.publish(lesson)
    doubling.update()
    sources = doubling.sources()
    assert sources["halves-2"] == "rate = 0.7"
    assert list(sources.values())[4:7:2] == ["## Halving!", "## Halving\nMy note."]


def test_an_exercise_with_another_id_is_known_by_what_it_defines(doubling, cells):
    doubling.type("double", ANSWER)
    lesson = cells.lesson()
    lesson[2]["id"] = lesson[2]["metadata"]["nbgrader"]["grade_id"] = "twice"
    lesson[2]["source"] = "def double(number):\n    ...  # your code here"
    doubling.publish(lesson)
    doubling.update()
    assert doubling.sources()["twice"] == ANSWER


def test_an_exercise_pasted_a_second_time_stays_where_it_is(doubling, cells):
    pasted = cells.lesson()[2] | {"id": "pasted", "source": "def double(x):\n    return x + x"}
    doubling.add("double", pasted)
    doubling.type("double", ANSWER)
    doubling.publish_changed("section-2", "0.1", "0.2")
    doubling.update()
    sources = doubling.sources()
    assert sources["double"] == ANSWER
    assert list(sources)[3] == "pasted"
    assert sources["pasted"] == pasted["source"]


def test_what_the_lesson_took_away_goes_to_the_end_with_what_stood_behind_it(doubling, cells):
    doubling.type("double", ANSWER)
    doubling.add("double", cells.prose("mine", "Doubling is easy."))
    doubling.publish([cell for cell in cells.lesson() if "double" not in cell["id"]])
    doubling.update()
    kept = doubling.read()["cells"]
    assert kept[-3]["source"].startswith("## Yours: what the lesson no longer has")
    assert [cell["source"] for cell in kept[-2:]] == [ANSWER, "Doubling is easy."]
    assert "nbgrader" not in kept[-2]["metadata"]
    assert kept[-2]["metadata"].get("deletable", True)
    assert not any(cell["id"] == "check-double" for cell in kept)
    assert "1 cell of yours that the lesson no longer has: at the end" in doubling.said[0]


def test_a_note_behind_a_cell_that_vanished_untouched_stays_where_it_was(doubling, cells):
    doubling.add("section-2", cells.prose("mine", "A note."))
    doubling.publish([cell for cell in cells.lesson() if cell["id"] != "section-2"])
    doubling.update()
    ids = list(doubling.sources())
    assert ids.index("mine") == ids.index("section") + 1


def test_the_end_stays_the_end_under_one_heading(doubling, cells):
    doubling.type("double", ANSWER)
    doubling.type("halve", "def halve(x):\n    return x / 2")
    lesson = [cell for cell in cells.lesson() if "double" not in cell["id"]]
    doubling.publish(lesson)
    doubling.update()
    lesson = [cell for cell in lesson if "halve" not in cell["id"]]
    doubling.publish([*lesson, cells.prose("last", "Goodbye.")])
    doubling.update()
    ends = [cell["source"] for cell in doubling.read()["cells"][-4:]]
    assert ends[0] == "Goodbye."
    assert ends[1].startswith("## Yours")
    assert sorted(ends[2:]) == sorted([ANSWER, "def halve(x):\n    return x / 2"])


def test_a_cell_that_the_learner_deleted_comes_back_only_when_it_is_new_or_an_exercise(doubling):
    notebook = doubling.read()
    gone = {"title-2", "section-2", "halve"}
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in gone]
    doubling.copy.write_text(json.dumps(notebook))
    doubling.publish_changed("section-2", "0.1", "0.2")
    doubling.update()
    assert gone & set(doubling.sources()) == {"section-2", "halve"}


def test_a_second_update_finds_the_first(doubling):
    doubling.type("double", ANSWER)
    doubling.type("section-2", "rate = 0.7")
    for number in range(2, 5):
        doubling.publish_changed("section-2", "0.1", f"0.{number}")
        doubling.update()
        doubling.type("title", f"# Mine {number}")
    sources = doubling.sources()
    assert sources["double"] == ANSWER
    assert sources["section-2"].startswith("rate = 0.4")
    assert list(sources.values()).count("rate = 0.7") == 1
    assert [backup.name for backup in doubling.backups] == [f"01_doubling-{n}.ipynb" for n in (1, 2, 3)]
    assert doubling.update() == 0
    assert doubling.said == ["Your copies are up to date."]


@pytest.mark.parametrize("lost", ["ids", "metadata", "both"])
def test_a_copy_that_went_through_another_tool_keeps_its_answers(doubling, lost):
    doubling.type("double", ANSWER)
    notebook = doubling.read()
    for cell in notebook["cells"]:
        if lost != "metadata":
            del cell["id"]
        if lost != "ids":
            cell["metadata"] = {}
    doubling.copy.write_text(json.dumps(notebook | {"nbformat_minor": 4}))
    doubling.publish_changed("section-2", "0.1", "0.2")
    assert doubling.update() == 0
    sources = doubling.sources()
    assert sources["double"] == ANSWER
    assert list(sources)[:5] == ["title", "title-2", "double", "check-double", "section"]
    nbformat.validate(nbformat.read(doubling.copy, as_version=4))


def test_a_copy_of_unknown_origin_loses_nothing(doubling):
    doubling.type("double", ANSWER)
    doubling.type("section-2", "rate = 0.7")
    notebook = doubling.read()
    notebook["metadata"] = {}
    doubling.copy.write_text(json.dumps(notebook))
    doubling.publish_changed("halve", "def halve(x)", "def halve(number)")
    assert doubling.update() == 0
    sources = doubling.sources()
    assert sources["double"] == ANSWER
    assert sources["halve"].startswith("def halve(number)"), "its checksum tells that nobody answered it"
    assert sources["section-2"].startswith("rate = 0.1")
    assert "rate = 0.7" in sources.values()
    assert "every cell that differs was taken for yours" in doubling.said[0]


def test_a_copy_made_by_hand_is_known_by_the_hash_of_its_build(doubling, cells):
    notebook = {"cells": cells.lesson(), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook["metadata"]["downhill"] = {"content_hash": "abc"}
    (doubling.root / "notebooks" / "01_doubling.ipynb").write_text(json.dumps(notebook))
    doubling.copy.write_text(json.dumps(notebook))
    doubling.update()
    doubling.type("section-2", "rate = 0.7")
    notebook["cells"][0]["source"] = "# 01 · Twice"
    (doubling.root / "notebooks" / "01_doubling.ipynb").write_text(json.dumps(notebook))
    doubling.update()
    assert doubling.sources()["section-2"] == "rate = 0.7"
    assert doubling.sources()["title"] == "# 01 · Twice"
    assert len(doubling.sources()) == 10


def test_a_lesson_may_be_named(doubling):
    doubling.publish_changed("section-2", "0.1", "0.2")
    assert doubling.update("2") == 1
    assert doubling.said == ["There is no lesson 2."]
    assert doubling.update("1") == 0
    assert doubling.sources()["section-2"].startswith("rate = 0.2")


def test_a_lesson_that_the_learner_does_not_have_yet_is_copied(doubling):
    (doubling.root / "notebooks" / "02_more.ipynb").write_bytes(doubling.copy.read_bytes())
    assert doubling.update() == 0
    assert "02_more: new, and now in work/." in doubling.said
    assert (doubling.root / "work" / "02_more.ipynb").exists()


def test_a_notebook_that_is_open_is_left_alone(doubling, monkeypatch):
    doubling.publish_changed("section-2", "0.1", "0.2")
    monkeypatch.setattr("course_lib.copies.update.open_notebooks", lambda: {doubling.copy.resolve()})
    before = doubling.copy.read_bytes()
    assert doubling.update() == 1
    assert doubling.copy.read_bytes() == before
    assert "Close and Shut Down Notebook" in doubling.said[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"\0" * 40, "it is empty"),
        (b'{"cells": [{"source": "def dou', "it is cut off or damaged"),
        (b"\xff\xfe{}", "it is cut off or damaged"),
        (b"[1, 2]", "it is not a notebook"),
        (b'{"nbformat": 4, "metadata": {}, "cells": [{"source": 3}]}', "it is not a notebook"),
        (b'{"nbformat": 3, "metadata": {}, "worksheets": []}', "it is in an old format"),
        (b"[" * 100_000, "it is cut off or damaged"),
    ],
)
def test_an_unreadable_copy_is_never_touched(doubling, content, why):
    doubling.copy.write_bytes(content)
    doubling.publish_changed("section-2", "0.1", "0.2")
    assert doubling.update() == 1
    assert doubling.copy.read_bytes() == content
    assert doubling.backups == []
    assert f"01_doubling: not updated: {why}" in doubling.said[0]


def test_half_a_character_survives(doubling):
    text = doubling.copy.read_text().replace("# 01", "# \\ud83d 01")
    doubling.copy.write_text(text)
    doubling.publish_changed("section-2", "0.1", "0.2")
    assert doubling.update() == 0
    assert "\ud83d" in doubling.sources()["title"]


def test_the_learners_own_metadata_stays(doubling):
    notebook = doubling.read()
    notebook["metadata"]["kernelspec"] = {"name": "mine", "display_name": "Mine"}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"collapsed": True, "tags": ["mine"]}
    doubling.copy.write_text(json.dumps(notebook))
    doubling.publish_changed("section-2", "0.1", "0.2")
    doubling.update()
    after = doubling.read()
    assert after["metadata"]["kernelspec"]["name"] == "mine"
    first = after["cells"][2]["metadata"]
    assert first["collapsed"]
    assert first["tags"] == ["mine"]
    assert first["nbgrader"]["grade_id"] == "double"
