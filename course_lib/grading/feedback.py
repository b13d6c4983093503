"""One HTML page a student: own code, verdicts, named mistakes, a hint. It opens offline and runs nothing.

The page says nothing of hidden inputs, and no answers: verdicts hold evidence of the notebook's own check alone.
"""

import hashlib
import re
from html import escape

from course_lib.exercises import get_exercise
from course_lib.grading.record import GRADED, verdict_in

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid #ccc; } h3 { font-size: 1.05rem; margin-bottom: .3rem; }
pre { background: #f5f5f5; padding: .6rem .8rem; overflow-x: auto; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.status { border-left: 5px solid #d4691e; padding-left: .7rem; } .muted { color: #555; }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
LONGEST_CODE = 20_000  # characters


def page_name(owner: str) -> str:
    """A file name for a student's page: readable, and never that of another student."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", owner).strip("-")[:60] or "student"
    return f"{readable}-{hashlib.sha256(owner.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.html"


def page_of(records: list[dict]) -> str:
    """The page of one student, all of whose submissions are `records`."""
    student = escape(_printable(records[0]["student"]))
    parts = [_submission(record) for record in records]
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    head += f'<meta name="viewport" content="width=device-width"><title>Feedback for {student}</title>'
    body = f"<h1>Feedback for {student}</h1>{''.join(parts)}"
    return f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>\n'


def _submission(record):
    title = f"<h2>{escape(_printable(record['path']))}</h2>"
    if not record["exercises"]:
        return (
            title
            + f'<p class="status"><b>Not graded: {escape(record["status"])}.</b> {escape(record["reason"])}</p>'
        )
    text = title + f"<p><b>{record['points']} of {record['out_of']} points</b></p>"
    if record["status"] != GRADED:
        text += f'<p class="status"><b>{escape(record["status"].capitalize())}:</b> {escape(record["reason"])}. The rest is graded.</p>'
    text += "".join(f'<p class="muted">{escape(note)}</p>' for note in record["notes"])
    text += "".join(map(_exercise, record["exercises"]))
    return text + "".join(map(_written, record["written"]))


def _exercise(exercise):
    where = f" · code cell {exercise['cell']}" if exercise["cell"] else ""
    points = f"{exercise['points']} of {exercise['out_of']}"
    text = f'<h3>{escape(exercise["id"])} <span class="muted">{points}{where}</span></h3>'
    code = _printable(exercise["code"])[:LONGEST_CODE]
    text += f"<pre>{escape(code)}</pre>" if code.strip() else ""
    return text + verdict_in(exercise)._repr_html_() + _hint(exercise)


def _hint(exercise):
    """The first hint of what is not right yet. Later ones come near the answer; those a learner opens in the notebook."""
    passed = verdict_in(exercise).passed
    hints = () if passed else get_exercise(exercise["id"]).hints
    return f'<p class="muted">Hint: {escape(hints[0])}</p>' if len(hints) > 1 else ""


def _written(answer):
    text = f'<h3>{escape(answer["id"])} <span class="muted">to be marked by hand, {answer["out_of"]} points</span></h3>'
    return text + f"<pre>{escape(_printable(answer['answer'])[:LONGEST_CODE])}</pre>"


def _printable(text):
    """Without the bytes in a file name that are no text."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
