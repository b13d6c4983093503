"""The lesson and the specs that CONTRIBUTING.md shows are a lesson and specs that build."""

import re
from pathlib import Path

from course_lib.authoring.checks import check_lesson
from course_lib.authoring.convert import learner_notebook
from course_lib.authoring.parse import parse

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def test_the_example_has_no_mistakes_and_becomes_a_notebook():
    lesson, specs = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    namespace = {}
    exec(specs, namespace)
    cells = parse(lesson, "lessons/98_doubling.py")
    assert check_lesson(cells, namespace["EXERCISES"]) == []
    ids = [cell.id for cell in learner_notebook(cells, namespace["EXERCISES"]).cells]
    assert ids == [
        "98-doubling",
        "98-doubling-2",
        "twice-predict",
        "twice_minus_one",
        "check-twice_minus_one",
        "double",
        "check-double",
        "why_no_loop",
    ]
