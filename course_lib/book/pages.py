"""A learner's notebook → a page of the site: no checks, help and a solution folded under each exercise, pictures as files."""

import base64
import copy
import io
import re
from html import escape, unescape

from course_lib.authoring.regions import BEGIN, END
from course_lib.book.frames import save_picture
from course_lib.book.mathml import in_html
from course_lib.book.run import is_check

OWN_OUTPUTS = "nbval-ignore-output"  # the tag of a cell that shows the reader's own machine or progress
DATA_IMAGE = re.compile(r'<img (?P<before>[^>]*)src="data:image/png;base64,(?P<data>[^"]+)"')
WIDTH = re.compile(r'\bwidth="(\d+)"')
STYLE = re.compile(r' style="[^"]*"')
DETAILS = re.compile(r"^<details>.*</details>\s*$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")


def page(notebook, solved, outputs, exercises, folder, name):
    """The notebook of a lesson as the site shows it (a notebook again, for MyST-NB).

    `solved` holds the solutions, `outputs` what its cells showed by cell id (see `run`; where empty, the learner's stored
    outputs stand in), `exercises` the specs by id. Pictures go to `folder`/frames. `name` is the notebook's, for its link.
    """
    made = copy.deepcopy(notebook)
    solutions = {cell.id: cell.source for cell in solved.cells} if solved else {}
    cells = []
    for cell in made.cells:
        if is_check(cell):
            continue
        if cell.cell_type == "code":
            cells += _code(cell, outputs, solutions, exercises, folder)
        else:
            cells += _prose(cell, solutions)
    cells.insert(1, _markdown(web_edition(name), "web-edition"))
    made.cells = cells
    return made


def web_edition(name):
    """What a reader is told at the top of every lesson."""
    return (
        ":::{admonition} You are reading the web edition\n:class: web-edition\n"
        "Many figures move here, too: drag their sliders. To run the code, and to have your answers checked, open this "
        f'lesson as a notebook with `make lab` ([how](index.md#with-a-live-kernel)), or <a href="notebooks/{name}.ipynb" download>'
        "download the notebook</a>.\n:::"
    )


def promise(notebook):
    """A lesson's title, and the sentence in bold below it."""
    first = notebook.cells[0].source
    title = first.splitlines()[0].lstrip("# ")
    sentence = re.search(r"\*\*(.+?)\*\*", first, re.DOTALL)
    return title, " ".join(sentence.group(1).split()) if sentence else ""


def _prose(cell, solutions):
    grading = cell.metadata.get("nbgrader", {})
    cell.source = DETAILS.sub(lambda quiz: in_html(quiz.group()), cell.source)
    if not grading.get("solution"):
        return [cell]
    answer = solutions.get(cell.id, "")
    inside = answer.partition(f"### {BEGIN}")[2].partition(f"### {END}")[0].strip()
    cell.source = cell.source.replace("YOUR ANSWER HERE", "*Write your answer down before you look.*")
    return [cell, _markdown(_folded("Show an answer", inside), f"solution-{cell.id}")] if inside else [cell]


def _code(cell, outputs, solutions, exercises, folder):
    tags = cell.metadata.setdefault("tags", [])
    known = cell.id in solutions  # else the stored notebook is older than its lesson
    if outputs and known and not _about_the_machine(cell):
        cell.outputs = outputs.get(cell.id, [])
    cell.outputs = [_with_files(output, folder) for output in cell.outputs]
    if not cell.metadata.get("nbgrader", {}).get("solution"):
        return [cell]
    cell.outputs = []
    cell.metadata["tags"] = [*tags, "exercise"]
    solution = solutions.get(cell.id)
    help_ = _help(exercises.get(cell.id), solution) if solution else ""
    return [cell, _markdown(help_, f"solution-{cell.id}")] if help_ else [cell]


def _about_the_machine(cell):
    return OWN_OUTPUTS in cell.metadata["tags"] or "environment_check(" in cell.source


def _help(exercise, solution):
    """The hints of an exercise and a solution of it, each folded away."""
    lines = [line for line in solution.splitlines() if BEGIN not in line and END not in line]
    inside = (
        "Write yours first: what you have tried yourself stays with you.\n\n```python\n"
        + "\n".join(lines)
        + "\n```"
    )
    if exercise and exercise.explanation:
        inside += f"\n\n<p>{_plain(exercise.explanation)}</p>"
    hints = [
        f"<details><summary>Hint {number} of {len(exercise.hints)}</summary><p class='hint'>{_plain(hint)}</p></details>"
        for number, hint in enumerate(exercise.hints if exercise else (), 1)
    ]
    return (
        '<div class="help">\n' + "\n".join(hints) + "\n\n" + _folded("Show a solution", inside) + "\n\n</div>"
    )


def _folded(title, markdown):
    return f'<details class="solution"><summary>{title}</summary>\n\n{markdown}\n\n</details>'


def _plain(text):
    """A spec's text, which is neither Markdown nor HTML, as HTML."""
    return CODE.sub(r"<code>\1</code>", escape(text, quote=False)).replace("\n", "<br>")


def _markdown(text, cell_id):
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(text, id=re.sub(r"[^a-zA-Z0-9_-]", "-", cell_id)[:64])


def _with_files(output, folder):
    """An output whose pictures are files instead of text in the page, so that a page is small and they come when needed."""
    if html := output.get("data", {}).get("text/html"):
        output = copy.deepcopy(output)
        output["data"] = {"text/html": DATA_IMAGE.sub(lambda tag: _as_file(tag, folder), "".join(html))}
    return output


def _as_file(tag, folder):
    from PIL import Image

    picture = Image.open(io.BytesIO(base64.b64decode(unescape(tag["data"]))))
    name = save_picture(picture, folder / "frames")
    before = STYLE.sub("", tag["before"])
    width = WIDTH.search(before)
    height = f'height="{round(int(width.group(1)) * picture.height / picture.width)}" ' if width else ""
    return f'<img class="dark-light" {before}{height}loading="lazy" src="frames/{name}"'
