"""What an update writes into a learner's notebook: notes that say which cell is whose. The learner may delete them."""

import re

END = "end"  # the place behind all cells of the lesson, and the mark of the heading that stands there

BESIDE_CODE = """\
**Yours, from before an update.** The lesson changed the cell above, and you had changed it too. Your version stands below as plain \
text, so that it doesn't run by itself: click it, press **Esc**, then **Y**, and it is a code cell again. Delete both when you no longer \
need them."""
BESIDE_TEXT = """\
**Yours, from before an update.** The lesson changed the text above, and you had written in it too. Your version stands below. Delete \
both when you no longer need them."""
EXERCISE = """\
**This exercise changed in an update.** Your answer stands above, as you wrote it. Run its check again: where it no longer passes, \
this is the lesson's new version of the cell. Delete this note when you no longer need it."""
HEADING = """\
## Yours: what the lesson no longer has
An update of this lesson took these cells away. You had written in them or right behind them, so they are kept here. Delete what \
you no longer need."""


def note_beside(lesson) -> dict:
    """Stands between a cell of the lesson and the learner's version of it."""
    return _note(BESIDE_CODE if lesson["cell_type"] == "code" else BESIDE_TEXT, "beside")


def note_exercise(lesson) -> dict:
    """Stands below an answer to an exercise that the lesson changed, and quotes the new text."""
    longest = max(map(len, re.findall("`+", lesson["source"])), default=0)
    fence = "`" * max(3, longest + 1)
    language = "python" if lesson["cell_type"] == "code" else "markdown"
    return _note(f"{EXERCISE}\n\n{fence}{language}\n{lesson['source']}\n{fence}", "exercise")


def note_end() -> dict:
    """The heading above what the lesson no longer has."""
    return _note(HEADING, END)


def is_end(cell) -> bool:
    """Whether this is that heading."""
    return _kind(cell) == END


def is_note(cell) -> bool:
    """Whether an update wrote this cell."""
    return _kind(cell) is not None


def _kind(cell):
    about = cell["metadata"].get("downhill")
    return about.get("update") if isinstance(about, dict) else None


def _note(source, kind):
    return {"cell_type": "markdown", "id": "", "metadata": {"downhill": {"update": kind}}, "source": source}
