"""Written answers: marked by a person, so all there is to know is what they are worth and what was written."""

import json
from functools import lru_cache

from course_lib.grading.view import NOTEBOOKS


@lru_cache
def written_questions(lesson: str) -> dict[str, int]:
    """{id: points} of a lesson's written answers, from the course's own notebook, never from a submission."""
    found = {}
    for path in sorted(NOTEBOOKS.glob(f"{lesson}_*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "markdown" and about.get("grade") and about.get("solution"):
                found[about["grade_id"]] = int(about["points"])
    return found
