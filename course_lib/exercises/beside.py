"""A file beside the notebook that belongs to an answer: its bytes are the last thing that goals and mistakes are given."""

import os
import stat
from pathlib import Path

from course_lib.exercises.spec import Exercise, File, Withheld, whole


def read_beside(path: Path, file: File) -> bytes | str:
    """The bytes of a plain file; or why they can't be had, in words. No link is followed, and nothing can wait for ever."""
    try:
        descriptor = os.open(
            path,
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_BINARY", 0),
        )
    except FileNotFoundError:
        return missing(file)
    except OSError as error:
        return f"{file.name} can't be opened: {error.strerror or error}. A link is not followed."
    with open(descriptor, "rb") as opened:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return f"{file.name} is no file."
        return too_large(file) if about.st_size > file.largest else opened.read(file.largest)


def missing(file: File) -> str:
    """What is said where there is no such file."""
    return f"There is no file {file.name} beside the notebook. {file.how_to_make}"


def too_large(file: File) -> str:
    """What is said of a file that is not even read."""
    return f"{file.name} is larger than {file.largest / 1e6:g} MB, which is more than it may hold."


def with_content(exercise: Exercise, inputs: list[tuple], content: bytes | str) -> list[tuple]:
    """The inputs of an exercise with the content of its file, withheld from the answer, behind each."""
    return [(*arguments, Withheld(content)) for arguments in inputs] if exercise.file else inputs


def problem_with_file(exercise: Exercise, inputs: list[tuple]) -> str:
    """What is wrong with the file of an exercise that has one, in words; "" where nothing is."""
    if not exercise.file:
        return ""
    content = whole(inputs[0])[-1]
    return content if isinstance(content, str) else exercise.file.problem(content)
