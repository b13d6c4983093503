"""A lesson's text → its cells, each with the line where it stands. jupytext reads; the lines are found here."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from course_lib.authoring.problems import LessonError, Problem

MARKER = re.compile(r"# %%( |$)")
ALMOST_A_MARKER = re.compile(r"#+\s*%%")
JUPYTEXT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"}


@dataclass(frozen=True)
class SourceCell:
    """One cell of a lesson: `kind` is "code", "markdown" or "raw"; `options` is what its marker says."""

    kind: str
    source: str
    options: dict
    marker_line: int
    first_line: int

    def line(self, offset):
        """The line in the lesson of this cell's line number `offset` (from 1)."""
        return self.first_line + offset - 1


def parse(text, shown_path):
    """The cells of a lesson. Raises LessonError where the text is not Python or a cell's start cannot be told."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        says = f"this is not valid Python: {error.msg}. (In a Markdown cell every line starts with `#`.)"
        raise LessonError(shown_path, [Problem(error.lineno or 1, says)]) from None
    markers = _marker_lines(text, shown_path)
    cells = _jupytext_cells(text, shown_path)
    if len(cells) != len(markers):
        says = "text before the first cell. Start the lesson with `# %% [markdown]`, and move this text into a cell."
        raise LessonError(shown_path, [Problem(1, says)])
    lines = text.splitlines()
    return [_source_cell(cell, marker, lines) for cell, marker in zip(cells, markers, strict=True)]


def _marker_lines(text, shown_path):
    """Line numbers of `# %%`. Real comments only: the same characters inside a string start no cell."""
    markers, problems = [], []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or not ALMOST_A_MARKER.match(token.string):
            continue
        if token.line.lstrip().startswith("#") and (token.start[1] > 0 or not MARKER.match(token.string)):
            says = f"`{token.line.strip()}` is almost a cell marker: write `# %%`, a space, the options, at the line's start."
            problems.append(Problem(token.start[0], says))
        elif token.start[1] == 0:
            markers.append(token.start[0])
    if problems:
        raise LessonError(shown_path, problems)
    return markers


def _jupytext_cells(text, shown_path):
    import jupytext
    from nbformat import ValidationError

    try:
        return jupytext.reads(text, fmt="py:percent").cells
    except ValidationError as error:  # a header that is no notebook's metadata
        says = f"jupytext cannot read this lesson: {str(error).splitlines()[0]}. Delete the header before its first cell."
        raise LessonError(shown_path, [Problem(1, says)]) from None


def _source_cell(cell, marker, lines):
    options = {key: value for key, value in cell.metadata.items() if key not in JUPYTEXT_KEYS}
    return SourceCell(
        kind=cell.cell_type,
        source=cell.source.strip("\n"),
        options=options,
        marker_line=marker,
        first_line=_first_line(lines, marker, cell.cell_type),
    )


def _first_line(lines, marker, kind):
    """The number of the first line with text after the marker; Markdown has empty comments and opening quotes as well."""
    empty = {"", "#", '"""', "'''", 'r"""', "r'''"} if kind == "markdown" else {""}
    for number in range(marker + 1, len(lines) + 1):
        if lines[number - 1].strip() not in empty:
            return number
    return marker
