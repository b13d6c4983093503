"""Formulas as MathML, made while the site is built: the browser draws them, with no script and no network.

A Sphinx extension (`html_math_renderer = "mathml"`), and `in_html` for formulas in HTML that Markdown leaves alone.
"""

import re
from html import escape, unescape

from docutils import nodes
from latex2mathml.converter import convert

# A minus or plus after another operator, unless that closes a bracket, is a sign: it stands close to its number.
SIGN = re.compile(
    r"(<mo[^>]*>(?!&#x00029;|&#x0005D;|&#x0007D;|&#x0007C;|!)[^<]*</mo>)<mo>(&#x02212;|&#x0002B;)</mo>"
)
SLASH = "<mo>&#x0002F;</mo>"
INLINE = re.compile(r"(?<!\\)\$([^$\n]+)\$")


def to_mathml(latex, display=False):
    """A LaTeX formula as a MathML element. Raises ValueError for a command that the converter does not know."""
    made = convert(latex, display="block" if display else "inline")
    if unknown := re.search(r"\\[a-zA-Z]+", made):
        raise ValueError(
            f"latex2mathml does not know {unknown.group()} in the formula ${latex}$. Write it another way."
        )
    made = made.replace(SLASH, SLASH.replace("<mo>", '<mo lspace="0" rspace="0">'))  # close, as TeX sets it
    made = SIGN.sub(r'\1<mo form="prefix">\2</mo>', made)
    return made.replace("<math ", f'<math alttext="{escape(latex)}" ', 1)


def in_html(text):
    """HTML with its `$…$` turned into MathML."""
    return INLINE.sub(lambda formula: to_mathml(unescape(formula.group(1))), text)


def _inline(self, node):
    self.body.append(to_mathml(node.astext()))
    raise nodes.SkipNode


def _display(self, node):
    self.body.append(f'<div class="formula">{to_mathml(node.astext(), display=True)}</div>')
    raise nodes.SkipNode


def setup(app):
    """Called by Sphinx."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
