"""Show verdicts, hints and solutions as text, for terminals and logs."""

import textwrap

from course_lib.exercises.show import BESIDE, MARK_OFF, MARK_ON

WRAP = 96


def symbol(state: str) -> str:
    """○, ✓ or ✗: what a state is, in one character."""
    return {"not attempted": "○", "correct, but": "✓", "correct": "✓"}.get(state, "✗")


def headline(verdict) -> str:
    """State and title in one line; a title that begins with the state's words stands alone."""
    title = verdict.title
    return title if title.startswith(verdict.state) else f"{verdict.state}: {title}"


def points(verdict) -> str:
    """How many points were earned."""
    return f"{verdict.points} of {verdict.out_of} {'point' if verdict.out_of == 1 else 'points'}"


def as_text(verdict) -> str:
    """A verdict: a headline, sentences, evidence with → ← around what is wrong."""
    earned = f" ({points(verdict)})" if verdict.passed else ""
    lines = [f"{symbol(verdict.state)} {verdict.exercise}: {headline(verdict)}{earned}"]
    lines += map(_filled, verdict.message)
    for detail in verdict.details:
        lines += [f"  {detail.label}:", textwrap.indent(_marked(detail.text), "    ")]
    return "\n".join([*lines, *map(_filled, verdict.footnotes)])


def help_as_text(help_) -> str:
    """A hint or a solution."""
    lines = [help_.title, *map(_filled, help_.lines)]
    if help_.code:
        lines.append(textwrap.indent(help_.code, "    "))
    return "\n".join([*lines, *map(_filled, filter(None, [help_.note]))])


def progress_as_text(progress) -> str:
    """The table of lessons."""
    lines = [*progress.lessons, progress.total]
    width = max(len(line.title) for line in lines)
    return "\n".join(["Your progress", *(_progress_row(line, width) for line in lines), *progress.notes])


def _progress_row(line, width):
    done = "✓" if line.exercises and line.passed == line.exercises else " "
    correct = f"{line.passed} of {line.exercises} correct, {line.tried} attempted"
    return f"{done} {line.lesson:2}  {line.title:<{width}}  {correct}, {line.points} of {line.out_of} points"


def _filled(sentence):
    """Wrapped and indented; line breaks of the author's own (code in a hint) stay, and so do spaces at their start."""
    return "\n".join(_wrap(line) for line in sentence.splitlines())


def _wrap(line):
    if len(line) <= WRAP - 2:
        return "  " + line
    return textwrap.fill(
        line,
        WRAP,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _marked(text):
    return text.replace(MARK_ON, "→").replace(MARK_OFF, "←").replace(BESIDE, " ")
