"""Show verdicts, hints, solutions and progress as HTML for notebooks, light and dark, never by colour alone.

Styles stand in the elements, because a notebook that is not trusted loses its style sheets. Text takes the theme's own
colours (JupyterLab's variables, else what is inherited).
"""

import re
from html import escape

from course_lib.exercises.render_text import headline, points, symbol
from course_lib.exercises.show import BESIDE, MARK_OFF, MARK_ON

# Okabe and Ito's colours, a little darker: told apart by colour-blind people, 3 : 1 or more on white and near-black.
RIGHT, ALMOST, WRONG, OPEN, HELP = "#0b8a63", "#b07d00", "#d4691e", "#767676", "#3a86c8"
ACCENTS = {"not attempted": OPEN, "correct, but": ALMOST, "correct": RIGHT}
EMPHASIS = re.compile(r"(?<![\w*])\*(\w(?:[^*]*\w)?)\*(?![\w*])")  # not the stars of a * b * c
MUTED = "color:var(--jp-ui-font-color2,inherit)"
CODE_FONT = "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)"
MARKED = f"font-weight:700;outline:1.5px solid {WRONG};outline-offset:1px;border-radius:2px"


def as_html(verdict) -> str:
    """A verdict as a card: what was found, why, the evidence, where help is."""
    sign, accent = symbol(verdict.state), ACCENTS.get(verdict.state, WRONG)
    title = headline(verdict)
    head = _html_head(sign, accent, title[:1].upper() + title[1:], verdict.exercise, points(verdict))
    body = "".join(
        f'<div style="margin-top:6px">{_html_prose(sentence)}</div>' for sentence in verdict.message
    )
    return _html_card(accent, head + body + _evidence(verdict.details) + _html_notes(verdict.footnotes))


def _evidence(details):
    """Side by side where there is room; what was expected always stays beside what came."""
    blocks = [_html_code(detail.label, detail.text) for detail in details]
    compared = [detail.label.startswith(("expected", "got")) for detail in details]
    first = [block for block, pair in zip(blocks, compared, strict=True) if not pair]
    pair = [block for block, pair in zip(blocks, compared, strict=True) if pair]
    if pair:
        first.append(_in_a_row(pair))
    return _in_a_row(first) if first else ""


def _in_a_row(blocks):
    return f'<div style="display:flex;flex-wrap:wrap;gap:0 14px;flex:1 1 auto;max-width:100%">{"".join(blocks)}</div>'


def help_as_html(help_) -> str:
    """A hint or a solution as HTML, in the looks of a verdict."""
    head = _html_head("?", HELP, help_.title, "", "")
    body = "".join(f'<div style="margin-top:6px">{_html_prose(line)}</div>' for line in help_.lines)
    body += _html_code("", help_.code) if help_.code else ""
    return _html_card(HELP, head + body + _html_notes([help_.note]))


def progress_as_html(progress) -> str:
    """The table of lessons, with a bar each whose parts are also told in numbers."""
    rows = "".join(map(_progress_row, progress.lessons)) + _progress_row(progress.total, "font-weight:700;")
    return f'<table style="border-collapse:collapse;font-size:1em;table-layout:auto;margin:4px 0"><caption style="text-align:left;font-weight:700">Your progress</caption>{_PROGRESS_HEAD}{rows}</table>{_html_notes(progress.notes)}'


_CELL = "text-align:left;padding:4px 14px 4px 0;white-space:nowrap"
_PROGRESS_HEAD = "<thead><tr>" + "".join(
    f'<th scope="col" style="{_CELL}">{name}</th>' for name in ("Lesson", "", "Correct", "Attempted", "Points")
) + "</tr></thead>"  # fmt: skip


def _progress_row(line, weight=""):
    correct, attempted = (100 * part / max(line.exercises, 1) for part in (line.passed, line.tried))
    bar = (
        '<div aria-hidden="true" style="display:flex;width:8em;height:0.6em;background:#8884;border-radius:3px;overflow:hidden">'
        f'<div style="width:{correct:.0f}%;background:{RIGHT}"></div>'
        f'<div style="width:{attempted - correct:.0f}%;background:repeating-linear-gradient(45deg,{ALMOST} 0 3px,transparent 3px 5px)"></div></div>'
    )
    done = " ✓" if line.exercises and line.passed == line.exercises else ""
    cells = (
        f"{escape(line.lesson)} {escape(line.title)}".strip(),
        bar,
        f"{line.passed} of {line.exercises}{done}",
        line.tried,
        f"{line.points} of {line.out_of}",
    )
    return "<tr>" + "".join(f'<td style="{weight}{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _html_card(accent, inside):
    return (
        f'<div role="status" style="border:1px solid var(--jp-border-color2,#8884);border-left:5px solid {accent};'
        f"border-radius:4px;padding:10px 14px;margin:4px 0;max-width:52em;line-height:1.45;"
        f'color:var(--jp-ui-font-color1,inherit)">{inside}</div>'
    )


def _html_head(sign, accent, title, left, right):
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline">'
        f'<strong style="font-size:1.05em"><span aria-hidden="true" style="color:{accent}">{sign}</span> '
        f"{escape(title)}</strong>"
        f'<span style="{MUTED}">{escape(left)}</span>'
        f'<span style="{MUTED};margin-left:auto">{escape(right)}</span></div>'
    )


def _html_notes(notes):
    return "".join(f'<div style="margin-top:8px;{MUTED}">{_html_prose(note)}</div>' for note in notes if note)


def _html_prose(sentence):
    """Text with `code`, *emphasis* and line breaks in it."""
    pieces = escape(sentence).replace("\n", "<br>").split("`")
    code = f'<code style="{CODE_FONT};background:none;color:inherit;padding:0">{{}}</code>'
    return "".join(
        code.format(piece) if place % 2 else EMPHASIS.sub(r"<em>\1</em>", piece)
        for place, piece in enumerate(pieces)
    )


def _html_code(label, text):
    marked = (
        escape(text).replace(MARK_ON, f'<b style="{MARKED}">').replace(MARK_OFF, "</b>").replace(BESIDE, "")
    )
    over = f'<div style="{MUTED};font-size:0.92em">{escape(label)}</div>' if label else ""
    return (
        f'<div style="margin-top:8px;flex:1 1 auto;max-width:100%">{over}<pre style="{CODE_FONT};margin:2px 0 0 0;padding:6px 10px;overflow-x:auto;'
        f"white-space:pre;line-height:1.35;color:inherit;background:var(--jp-layout-color2,#8881);border:0;"
        f'border-radius:3px">{marked}</pre></div>'
    )
