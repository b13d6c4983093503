"""A file beside the notebook that belongs to an answer: its bytes are the last thing that goals and mistakes are given."""

from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from course_lib.exercises.spec import Exercise, File, Withheld, whole


def read_beside(file: File, folder: Path) -> bytes | str:
    """The file's bytes; or why they can't be had, in words."""
    path = folder / file.name
    try:
        return too_large(file) if path.stat().st_size > file.largest else path.read_bytes()
    except FileNotFoundError:
        return missing(file)
    except OSError as error:
        return f"{file.name} can't be read: {error.strerror or error}."


@contextmanager
def alone_with(file: File, content: bytes):
    """A working folder with this file and nothing else, as an answer finds it when it is graded; then the old one again."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (Path(folder) / file.name).write_bytes(content)
        with chdir(folder):
            yield


def missing(file: File) -> str:
    """What is said where there is no such file."""
    return f"There is no file {file.name} beside the notebook. {file.how_to_make}"


def no_other(file: File) -> str:
    """What is said to who looks for another file."""
    return (
        f"Only {file.name} is handed in, so here, too, your answer runs where no other file is. Save all that it needs in this one, "
        "and load nothing else."
    )


def too_large(file: File) -> str:
    """What is said of a file that is not even read."""
    return f"{file.name} is larger than {file.largest / 1e6:g} MB."


def with_content(inputs: list[tuple], content: bytes | str) -> list[tuple]:
    """The inputs of an exercise, each with the content of its file behind the rest, withheld from the answer."""
    return [(*arguments, Withheld(content)) for arguments in inputs]


def problem_with_file(exercise: Exercise, inputs: list[tuple]) -> str:
    """What is wrong with the file of an exercise that has one, in words; "" where nothing is."""
    if not exercise.file:
        return ""
    content = whole(inputs[0])[-1]
    return content if isinstance(content, str) else exercise.file.problem(content)
