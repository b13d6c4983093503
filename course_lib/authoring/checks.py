"""Authoring mistakes that can be seen without running a lesson. Each check gives problems with their lines."""

import ast
import re
from difflib import get_close_matches

from course_lib.authoring.alt_text import silent_images_in_markdown
from course_lib.authoring.names import defined_names
from course_lib.authoring.problems import Problem
from course_lib.authoring.regions import CODE_STUB, clear, misplaced_regions, region_problems

OPTIONS = {"exercise", "written", "points", "tags"}
LONGEST_CELL = 20  # lines that a learner sees; a longer cell holds two ideas
GOOD_ID = re.compile(r"[A-Za-z0-9_-]{1,58}")  # nbformat allows 64 characters; the check cell adds "check-"

CHECK_BY_HAND = re.compile(r"^check\(", re.MULTILINE)


def check_lesson(cells, exercises, owners=None):
    """All problems of a lesson's cells (SourceCell), given the specs of its exercises.

    `owners` maps the ids of the other lessons' exercises to those lessons' numbers.
    """
    by_id = {exercise.id: exercise for exercise in exercises}
    problems = []
    for cell in cells:
        problems += _marker_problems(cell) + _region_problems(cell) + _size_problems(cell)
        if cell.kind == "markdown":
            problems += _image_problems(cell)
        if cell.kind == "code" and "exercise" in cell.options:
            problems += _exercise_problems(cell, by_id, owners or {})
    return problems + _same_twice(cells, by_id) + _spec_problems(cells, exercises, owners or {})


def _marker_problems(cell):
    """What the marker says: known options, on the right kind of cell, that can be read."""

    def problem(says):
        return Problem(cell.marker_line, says)

    options = cell.options
    if "incorrectly_encoded_metadata" in options:
        text = options["incorrectly_encoded_metadata"]
        return [problem(f'the options `{text}` cannot be read. Write them like `# %% exercise="relu_grad"`.')]
    problems = []
    if "title" in options:
        says = f"`{options['title']}` after `# %%` means nothing here. Drop it, or write `[markdown]` for a Markdown cell."
        problems.append(problem(says))
    if unknown := sorted(set(options) - OPTIONS - {"title"}):
        says = f"unknown option {', '.join(unknown)}. A cell may have: {', '.join(sorted(OPTIONS))}."
        problems.append(problem(says))
    if cell.kind == "raw":
        problems.append(problem("a raw cell shows in no notebook. Make it `# %% [markdown]`."))
    if "exercise" in options and cell.kind != "code":
        problems.append(problem("an exercise is a code cell. For a written answer use `written=`."))
    if "written" in options and cell.kind != "markdown":
        problems.append(
            problem(
                "a written answer is a Markdown cell: `# %% [markdown] written=…`. For code use `exercise=`."
            )
        )
    if ("written" in options) != ("points" in options) and "exercise" not in options:
        problems.append(
            problem("`written` and `points` go together: the id of the answer and what it is worth at most.")
        )
    if "points" in options and "exercise" in options:
        problems.append(problem("the points of an exercise stand in its spec. Drop `points` here."))
    elif "points" in options and not (type(options["points"]) is int and options["points"] > 0):
        problems.append(problem(f"points={options['points']!r} is not a whole number above 0."))
    return problems


def _size_problems(cell):
    if not cell.source.strip():
        return [Problem(cell.marker_line, "this cell is empty. Fill it, or delete its marker.")]
    lines = clear(cell.source, CODE_STUB).source.count("\n") + 1
    if cell.kind == "code" and lines > LONGEST_CELL:
        says = f"a code cell of {lines} lines; {LONGEST_CELL} at most. Split it into one idea a cell."
        return [Problem(cell.marker_line, says)]
    if cell.kind == "code" and (by_hand := CHECK_BY_HAND.search(cell.source)):
        line = cell.line(cell.source.count("\n", 0, by_hand.start()) + 1)
        return [Problem(line, "the build adds a check after every exercise by itself. Delete this call.")]
    return []


def answer_id(cell):
    """The id of an exercise or written answer; None for any other cell."""
    return cell.options.get("exercise", cell.options.get("written"))


def _region_problems(cell):
    found = [Problem(cell.line(offset), says) for offset, says in region_problems(cell.source)]
    if found:
        return found
    begins = list(clear(cell.source, CODE_STUB).stubs.values())
    if begins and answer_id(cell) is None:
        says = 'a solution region outside an exercise. Give the cell\'s marker `exercise="its_id"`, or take the region out.'
        return [Problem(cell.line(begins[0]), says)]
    if not begins and answer_id(cell) is not None:
        says = "nothing to solve here: put the solution between `### BEGIN SOLUTION` and `### END SOLUTION`."
        return [Problem(cell.marker_line, says)]
    return []


def _image_problems(cell):
    says = 'this image has no alt text. Say in words what it shows: `![what it shows](…)` or `<img alt="…">`.'
    return [Problem(cell.line(offset), says) for offset in silent_images_in_markdown(cell.source)]


def _exercise_problems(cell, by_id, owners):
    exercise_id = cell.options["exercise"]
    if exercise_id not in by_id:
        says = f"exercise {exercise_id!r} has no spec in this lesson's file in course_lib/exercises/. "
        return [Problem(cell.marker_line, says + _where_a_spec_is(exercise_id, by_id, owners))]
    if region_problems(cell.source):
        return []
    return _code_problems(cell, by_id[exercise_id].name)


def _where_a_spec_is(exercise_id, by_id, owners):
    if exercise_id in owners:
        return f"Its spec is in lesson_{owners[exercise_id]}, another lesson."
    near = get_close_matches(str(exercise_id), by_id, n=1)
    return f"Did you mean {near[0]!r}?" if near else "Write one."


def _code_problems(cell, name):
    """An exercise's code, solved and unsolved: valid Python, regions where they may stand, defines the spec's name."""
    cleared = clear(cell.source, CODE_STUB)
    problems = []
    for source, when in ((cell.source, "solved"), (cleared.source, "with its solution taken out")):
        try:
            ast.parse(source)
        except SyntaxError as error:
            return [Problem(cell.marker_line, f"this exercise is not valid Python {when}: {error.msg}.")]
        if name not in defined_names(source):
            says = f"this exercise does not define `{name}` {when}, which its spec names. Define it outside the region."
            problems.append(Problem(cell.marker_line, says))
    says = (
        "a solution region must be the last thing in its function, so that unsolved it returns None, or a whole value "
        "in parentheses, `name = (` … `)`. Move what follows into the region, or into a cell of its own."
    )
    return problems[:1] + [Problem(cell.line(offset), says) for offset in misplaced_regions(cleared)]


def _same_twice(cells, by_id):
    """Ids used by two cells, and names defined by two exercises (a check run again would see the other's answer)."""
    problems, ids, names = [], {}, {}
    for cell in cells:
        identity = answer_id(cell)
        if identity is None:
            continue
        if not GOOD_ID.fullmatch(str(identity)):
            says = f"the id {identity!r} must be 1 to 58 letters, digits, hyphens or underscores."
            problems.append(Problem(cell.marker_line, says))
        if identity in ids:
            says = f"the id {identity!r} is used already, in line {ids[identity]}. Give one of the two another id."
            problems.append(Problem(cell.marker_line, says))
        elif identity in by_id and (name := by_id[identity].name) in names:
            says = f"the exercise in line {names[name]} defines `{name}` as well. Name one of them otherwise, here and in its spec."
            problems.append(Problem(cell.marker_line, says))
        elif identity in by_id:
            names[by_id[identity].name] = cell.marker_line
        ids.setdefault(identity, cell.marker_line)
    return problems


def _spec_problems(cells, exercises, owners):
    """Specs that no cell uses, that two exercises share an id in, or that another lesson has as well."""
    used = {cell.options.get("exercise"): cell.marker_line for cell in cells}
    problems, seen = [], set()
    for exercise in exercises:
        line = used.get(exercise.id, 1)
        if exercise.id in seen:
            problems.append(
                Problem(line, f"two specs of this lesson have the id {exercise.id!r}. Rename one of them.")
            )
        elif exercise.id in owners:
            says = f"a spec in lesson_{owners[exercise.id]} has the id {exercise.id!r} as well. Rename one of them."
            problems.append(Problem(line, says))
        elif exercise.id not in used:
            says = f'no cell uses the spec {exercise.id!r}. Add a cell `# %% exercise="{exercise.id}"`, or delete the spec.'
            problems.append(Problem(line, says))
        seen.add(exercise.id)
    return problems
