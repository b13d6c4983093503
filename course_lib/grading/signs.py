"""What in a submission's text is worth a look: words that no exercise of this course needs.

Only what stands there in plain sight is found, and what is found proves nothing: the sandbox and hidden inputs keep the
scores right, this tells a person where to read. Texts are searched, not parsed: a parser can be stalled or crashed.
"""

import json
import re
from functools import cache

from course_lib.grading import view

READ = 1_000_000  # characters of a submission
WORTH_A_LOOK = {
    "walks the call stack": r"\b(?:_getframe|currentframe|f_back|f_locals|f_globals|tb_frame|gi_frame)\b",
    "searches Python's memory": r"\bgc\s*\.\s*get_\w+|\bget_referrers\b|\bget_objects\b",
    "reaches into memory": r"\bctypes\b",
    "reaches into Python's insides": r"\b__(?:subclasses|globals|closure|builtins)__\b",
    "makes objects that pass for others": r"\b__(?:array_function|array_ufunc|instancecheck|class_getitem)__\b",
    "makes code while it runs": r"(?<![.\w])(?:exec|eval|__import__)\s*\(",
    "ends or copies processes": r"\bos\s*\.\s*(?:_exit|abort|kill\w*|fork\w*)\b",
    "starts other programs": r"\bsubprocess\b|\bos\s*\.\s*(?:system|popen|exec\w+|spawn\w+)\b",
    "uses the network": r"\b(?:import|from)\s+(?:socket|requests|urllib|http)\b",
    "looks for the answers": r"course_lib[./](?:exercises[./]lesson|grading)|\b(?:get_exercise|exercises_of)\b",
    "names a place outside of the course": r"/proc/|/etc/|\.ssh\b",
    "defines its own `check`": r"(?m:^\s*(?:def|class)\s+check\b|^\s*check\s*=[^=])",
    "is meant for a grading program": r"(?i:ignore (?:all )?(?:previous|prior) instructions|\bNBGRADER_EXECUTION\b)",
}
PATTERNS = {what: re.compile(pattern) for what, pattern in WORTH_A_LOOK.items()}


def signs_in(sources: list[str]) -> list[str]:
    """Short phrases, each once: "walks the call stack: _getframe". `sources` are the texts of the code cells.

    Cells that stand in the course's own notebooks are passed over.
    """
    text = "\n".join(source for source in sources if source.strip() not in _cells_of_the_course())[:READ]
    matches = {what: pattern.search(text) for what, pattern in PATTERNS.items()}
    return [f"{what}: {_shown(match)}" for what, match in matches.items() if match]


@cache
def _cells_of_the_course():
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in view.NOTEBOOKS.glob("*.ipynb")]
    return {"".join(cell["source"]).strip() for notebook in notebooks for cell in notebook["cells"]}


def _shown(match):
    return " ".join(match[0].split())[:40]
