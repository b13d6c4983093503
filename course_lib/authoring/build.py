"""Build lessons: only those that changed, each whole or not at all."""

import json
import os
import time

from course_lib.authoring.freshness import content_hash, orphans, source_hash, why_stale
from course_lib.authoring.lessons import find_lessons
from course_lib.authoring.problems import LessonError, Problem


def build(root, exercises_of, wanted=(), force=False, say=print):
    """Build the lessons that changed (all of them with `force`); returns how many could not be built.

    `exercises_of("04")` gives the specs of a lesson's exercises. `say` gets a line for each lesson that is built and the
    problems of each that cannot be; a lesson with problems keeps its old notebooks.
    """
    failed, unchanged = 0, 0
    for lesson in find_lessons(root, wanted):
        try:
            built = build_lesson(lesson, exercises_of, force, say)
        except LessonError as error:
            say(str(error))
            failed += 1
        else:
            unchanged += not built
    if unchanged:
        say(f"{unchanged} {'lesson' if unchanged == 1 else 'lessons'} unchanged.")
    for path in [] if wanted else orphans(root):
        say(f"{path.relative_to(root).as_posix()}: there is no such lesson (any more). Delete this file.")
    return failed


def build_lesson(lesson, exercises_of, force=False, say=print):
    """Build one lesson's two notebooks, where they are not up to date; returns whether anything was done.

    Raises LessonError, with every problem that was found, and then changes no file.
    """
    current = source_hash(lesson)
    run_it = force or why_stale(lesson.notebook, current)
    if run_it:
        _build_learner(lesson, exercises_of, current, say)
    return build_solved(lesson, exercises_of) or bool(run_it)


def build_solved(lesson, exercises_of):
    """Build only a lesson's solved notebook, which runs nothing; returns whether that was needed. Raises LessonError."""
    from course_lib.authoring.convert import solved_notebook

    current = source_hash(lesson)
    if not why_stale(lesson.solved, current):
        return False
    _write(lesson.solved, lesson, solved_notebook(*read_lesson(lesson, exercises_of)), current)
    return True


def _build_learner(lesson, exercises_of, current, say):
    from course_lib.authoring.convert import learner_notebook

    cells, exercises = read_lesson(lesson, exercises_of)
    started = time.perf_counter()
    say(f"{lesson.name}: running its cells …")
    notebook = run_learner(lesson, cells, learner_notebook(cells, exercises))
    _write(lesson.notebook, lesson, notebook, current)
    say(f"{lesson.name}: built in {time.perf_counter() - started:.0f} s.")


def read_lesson(lesson, exercises_of):
    """A lesson's cells and its exercises' specs. Raises LessonError where the author made a mistake."""
    from course_lib.authoring.checks import check_lesson
    from course_lib.authoring.parse import parse

    shown = lesson.shown(lesson.source)
    cells = parse(lesson.source.read_text(encoding="utf-8"), shown)
    exercises = exercises_of(lesson.number)
    others = [other.number for other in find_lessons(lesson.root) if other != lesson]
    owners = {exercise.id: number for number in others for exercise in exercises_of(number)}
    if problems := check_lesson(cells, exercises, owners):
        raise LessonError(shown, problems)
    return cells, exercises


def run_learner(lesson, cells, notebook):
    """Run a learner's notebook with nothing solved, and make its outputs fit to be stored.

    Raises LessonError where a cell fails or where an output must not be stored.
    """
    from course_lib.authoring.convert import lesson_lines
    from course_lib.authoring.execute import CellError, execute
    from course_lib.authoring.outputs import drop_widget_views, output_problems
    from course_lib.authoring.real_mnist import fetch_mnist, uses_mnist

    if uses_mnist(notebook.cells) and not fetch_mnist():
        says = "this lesson stores results of the real MNIST, which is not here. Set DOWNHILL_DATA to the folder that holds it."
        raise LessonError(lesson.shown(lesson.source), [Problem(1, says)])
    sources, problems, failed = lesson_lines(cells), [], None
    try:
        execute(notebook)
    except CellError as error:
        failed = error.index
        problems.append(_failed_cell(sources[failed], error))
    for index, (source, cell) in enumerate(zip(sources, notebook.cells, strict=True)):
        if index != failed:
            problems += [Problem(source.marker_line, says) for says in output_problems(cell)]
    if problems:
        raise LessonError(lesson.shown(lesson.source), problems)
    drop_widget_views(notebook)
    return notebook


def _failed_cell(source, error):
    """The problem of a cell that failed, with the very line where that is the same in the lesson (no cleared region)."""
    line = source.line(error.line) if error.line and "exercise" not in source.options else source.marker_line
    return Problem(line, f"with nothing solved this cell fails: {error.says}")


def _write(path, lesson, notebook, current_source_hash):
    """Write a notebook whole or not at all, with the hashes by which `why_stale` knows it."""
    import nbformat

    nbformat.validate(notebook)
    notebook.metadata["downhill"] = {"lesson": lesson.name, "source_hash": current_source_hash}
    content = json.loads(nbformat.writes(notebook))
    content["metadata"]["downhill"]["content_hash"] = content_hash(content)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
