"""Names of students as nbgrader's ids, which are names of folders, too."""

from course_lib.grading.reports.student_ids import student_ids


def test_an_ordinary_name_is_its_own_id():
    for name in ("ada", "Ada Lovelace", "ada@example.org", "O-Neill, Łukasz (2)"):
        assert student_ids({"owner": name}) == {"owner": name}


def test_any_name_becomes_a_folder_of_its_own():
    names = ("..", "../../x", "a/b", "a\\b", "", "con", "Ada", "ada", "a\udcff", "x" * 300)
    ids = student_ids({name: name for name in names})
    assert len({one.casefold() for one in ids.values()}) == len(names)
    assert all(one.strip(" .") == one and 0 < len(one) < 120 for one in ids.values())
    assert not set("/\\\0") & set("".join(ids.values()))
