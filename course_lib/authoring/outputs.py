"""What may be stored in a notebook: outputs that read the same on every machine and without a kernel."""

import re
import sys
import tempfile
from pathlib import Path

from course_lib.authoring.alt_text import has_silent_image

WIDGET = "application/vnd.jupyter.widget-view+json"
DATA_URI = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]*")
COMMON_FOLDERS = re.compile(
    r"(?<![\w.:/<])(/(home|Users|root|tmp|var|usr|opt|mnt|private)/[\w.~-]+|[A-Za-z]:\\\w+)"
)
MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


def drop_widget_views(notebook):
    """Take widget views out of the stored outputs: their ids are random, and without a kernel they show nothing.

    What stands beside a widget stays: its static picture with alt text.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    notebook.metadata.pop("widgets", None)


def output_problems(cell):
    """What is wrong with a cell's outputs as they came from the kernel: a list of what and how to mend."""
    problems = [says for output in cell.get("outputs", []) for says in _problems_of(output)]
    return list(dict.fromkeys(problems))


def _problems_of(output):
    if output.output_type == "error":
        return [
            f"this cell shows a traceback ({output.ename}). Catch the error with try/except and print it."
        ]
    if output.output_type == "stream" and output.name == "stderr":
        first_line = output.text.strip().splitlines()[:1]
        return [
            f"this cell writes to stderr ({''.join(first_line)[:100]!r}). Mend what it warns of, or print it."
        ]
    return [*_picture_problems(output), *_text_problems(output)]


def _picture_problems(output):
    if has_silent_image(output):
        yield "this cell shows a picture without alt text. Show it with `course_lib.figures.show(figure, alt=…)`."
    elif WIDGET in output.get("data", {}) and not output["data"].get("text/html"):
        yield "this widget shows nothing without a kernel. Use a figure of course_lib.figures: it has a static picture."


def _text_problems(output):
    pieces = [output.get("text", "")] + [
        text for text in output.get("data", {}).values() if isinstance(text, str)
    ]
    text = DATA_URI.sub("", "\n".join(pieces))
    if path := _absolute_path(text):
        yield f"this output holds a path of your machine ({path!r}). Print the file's name alone."
    if address := MEMORY_ADDRESS.search(text):
        yield f"this output holds a memory address ({address.group()!r}), another one in every run. Print something else."


def _absolute_path(text):
    own = {
        str(folder)
        for folder in (Path.home(), Path.cwd(), sys.prefix, tempfile.gettempdir())
        if len(str(folder)) > 2
    }
    for folder in sorted(own):
        if re.search(rf"(?<![\w.:/<]){re.escape(folder)}(?![\w-])", text):
            return folder
    match = COMMON_FOLDERS.search(text)
    return match.group() if match else None
