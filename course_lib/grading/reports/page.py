"""How the HTML pages are made: one style, templates beside this file, everything that is not ours escaped."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from course_lib.exercises.render_html import EMPHASIS
from course_lib.grading.reports.counted import printable

HERE = Path(__file__).parent


@lru_cache
def template(name: str):
    """A template. Its text may use `style`, and the filters `printable` (file names) and `prose` (our sentences)."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"printable": printable, "prose": prose}
    environment.globals["style"] = Markup((HERE / "page.css").read_text(encoding="utf-8"))
    return environment.get_template(name)


def prose(text: str) -> Markup:
    """A sentence with `code` and *emphasis* in it."""
    pieces = str(escape(text)).split("`")
    return Markup(
        "".join(
            f"<code>{piece}</code>" if place % 2 else EMPHASIS.sub(r"<em>\1</em>", piece)
            for place, piece in enumerate(pieces)
        )
    )
