"""The whole site: every lesson's page, the front page and the instructors' pages, put together for Sphinx and built."""

import json
import re
import shutil
from pathlib import Path

from course_lib.authoring.build import build_solved
from course_lib.authoring.lessons import find_lessons
from course_lib.authoring.problems import LessonError
from course_lib.book.font import math_font
from course_lib.book.mathml import in_html
from course_lib.book.pages import page, promise
from course_lib.book.run import outputs_by_cell, write_whole

HERE = Path(__file__).parent
FIGURES = HERE.parent / "figures"
PICTURES = re.compile(r"frames/([0-9a-f]{20}\.webp)")
DOCUMENTS = ("classroom", "architecture")
OUT_OF_THE_SITE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")  # a link to a file of the repository


def build_site(root, exercises_of, say=print, builder="html"):
    """Build the site of all lessons under `root` into build/book/html; returns Sphinx's exit status (0: no warning).

    `builder="linkcheck"` looks every external link up instead, and needs a network.
    """
    from sphinx.cmd.build import main

    folder = Path(root) / "build" / "book"
    source = folder / "source"
    gather(root, exercises_of, folder, source, say)
    out = folder / builder
    # -n, -W: a link to nowhere ends the build; -q leaves only what is wrong.
    status = main(
        [
            "-q",
            "-n",
            "-W",
            "--keep-going",
            "-b",
            builder,
            "-d",
            str(folder / "doctrees"),
            str(source),
            str(out),
        ]
    )
    if not status and builder == "html":
        _remove_old(
            out / "frames", source / "extra" / "frames"
        )  # Sphinx copies what is new and leaves the rest
        say(f"The site is ready: open {out.relative_to(root).as_posix()}/index.html in a browser.")
    return status


def gather(root, exercises_of, folder, source, say=print):
    """Write all that Sphinx reads into `source`; only what changed, so that it reads only that again."""
    lessons = [lesson for lesson in find_lessons(root) if lesson.notebook.exists()]
    pages = {lesson.name: _page(lesson, exercises_of, folder, say) for lesson in lessons}
    for lesson in lessons:
        text = json.dumps(pages[lesson.name], ensure_ascii=False, indent=1)
        write_whole(source / f"{lesson.name}.ipynb", text)
        write_whole(source / "extra" / "notebooks" / lesson.notebook.name, lesson.notebook.read_bytes())
    documents = [name for name in DOCUMENTS if (Path(root) / "docs" / f"{name}.md").exists()]
    for name in documents:
        text = (Path(root) / "docs" / f"{name}.md").read_text(encoding="utf-8")
        write_whole(source / f"{name}.md", OUT_OF_THE_SITE.sub(r"\1", text))
    write_whole(source / "index.md", front_page(pages, documents))
    _remove_others(source, {*pages, "index", *documents})
    _copy_pictures(pages.values(), folder / "frames", source / "extra" / "frames")
    _static(source)


def front_page(pages, documents):
    """The front page's Markdown; `pages` are notebooks by name."""
    lessons = "\n".join(_card(name, *promise(notebook)) for name, notebook in pages.items())
    text = (HERE / "index.md").read_text(encoding="utf-8")
    return text.format(lessons=lessons, pages="\n".join(pages), documents="\n".join(documents))


def _card(name, title, sentence):
    number, _, title = title.partition(" · ")
    return f'- <span class="number">{number}</span> [{title}]({name}.ipynb)\n  <p>{in_html(sentence)}</p>'


def _page(lesson, exercises_of, folder, say):
    import nbformat

    notebook = nbformat.read(lesson.notebook, as_version=4)
    solved, outputs, exercises = None, {}, {}
    try:
        build_solved(lesson, exercises_of)
        solved = nbformat.read(lesson.solved, as_version=4)
        exercises = {exercise.id: exercise for exercise in exercises_of(lesson.number)}
        outputs = outputs_by_cell(lesson.name, solved, folder, say)
    except LessonError as error:
        say(f"{error}\n{lesson.name}: its page shows the notebook as it is stored, without solutions.")
    return page(notebook, solved, outputs, exercises, folder, lesson.name)


def _remove_others(source, names):
    for path in [*source.glob("*.ipynb"), *source.glob("*.md")]:
        if path.stem not in names:
            path.unlink()


def _remove_old(folder, newer):
    """Delete the pictures in `folder` that are not in `newer`."""
    for path in folder.glob("*.webp"):
        if not (newer / path.name).exists():
            path.unlink()


def _copy_pictures(pages, frames, target):
    """Copy the pictures that the pages show, and no others: runs of older versions left some more."""
    wanted = {name for notebook in pages for name in PICTURES.findall(json.dumps(notebook))}
    target.mkdir(parents=True, exist_ok=True)
    for path in target.glob("*.webp"):
        if path.name not in wanted:
            path.unlink()
    for name in wanted:
        if not (target / name).exists():
            shutil.copyfile(frames / name, target / name)


def _static(source):
    """Sphinx's configuration, the styles, the script (the notebook's own controls with it) and the font of formulas."""
    write_whole(source / "conf.py", (HERE / "conf.py").read_bytes())
    static = source / "_static"
    script = "\n".join(
        path.read_text(encoding="utf-8") for path in (FIGURES / "controls.js", HERE / "book.js")
    )
    write_whole(static / "book.js", f"(() => {{\n{script}\n}})()\n")
    write_whole(static / "figure.css", (FIGURES / "figure.css").read_bytes())
    write_whole(static / "book.css", (HERE / "book.css").read_bytes())
    if not (static / "math.woff").exists():
        write_whole(static / "math.woff", math_font())
