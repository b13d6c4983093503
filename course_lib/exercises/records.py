"""What a learner has done, on disk: one small JSON file for each exercise, in the user's folder.

Files are written whole under another name and renamed, under a lock: a crash or a second notebook loses nothing.
A file that can't be read is kept aside (`relu_grad.json.damaged`) and begun anew. Where nothing can be written (a
read-only folder, a full disk), the check goes on without, and the reason is handed back to be told.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

LOCKED_AT_MOST = 2.0  # seconds to wait for another notebook
_unsaved: dict[Path, "Record"] = {}  # what could not be written, for as long as this kernel runs


@dataclass(frozen=True)
class Record:
    """What is kept of one exercise: how often it was tried, whether it ever passed, what was opened.

    `points` are the most that were earned where there are steps on the way to all of them, else 0.
    """

    tried: int = 0
    passed: bool = False
    hints: int = 0
    solution_seen: bool = False
    points: int = 0


def folder() -> Path:
    """Where records are kept: `progress` in DOWNHILL_HOME, else in the user's data folder."""
    home = os.environ.get("DOWNHILL_HOME")
    if home:
        return Path(home) / "progress"
    import platformdirs

    return platformdirs.user_data_path("downhill") / "progress"


def read(exercise_id: str) -> Record:
    """The record of an exercise; an empty one where there is none or it can't be read."""
    path = folder() / f"{exercise_id}.json"
    if path in _unsaved:
        return _unsaved[path]
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Record()


def trouble(exercise_id: str) -> str:
    """Why the record of an exercise can't be read, as one sentence, or "". Nothing is changed."""
    path = folder() / f"{exercise_id}.json"
    try:
        _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except OSError as error:
        return f"The record of {exercise_id} can't be read ({path}: {error.strerror})."
    except ValueError:
        return f"The record of {exercise_id} is damaged ({path}): run its check again; a new one is begun, this one is kept."
    return ""


def update(exercise_id: str, change) -> tuple[Record, str]:
    """Replace the record r of an exercise by `change(r)`.

    Returns the new record, and in one sentence what went wrong with keeping it ("" where nothing did).
    """
    path = folder() / f"{exercise_id}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            before, note = _read_or_set_aside(path)
            before = _unsaved.get(path, before)
            record = change(before)
            if record != before or note:
                _write(path, record)
            _unsaved.pop(path, None)
            return record, note
    except (OSError, NotImplementedError) as error:  # no locks on this file system: NotImplementedError
        why = getattr(error, "strerror", None) or type(error).__name__
        _unsaved[path] = change(read(exercise_id))
        return _unsaved[path], f"Your progress could not be saved in {path.parent} ({why})."


def count_attempt(exercise_id: str, passed: bool, points: int = 0) -> str:
    """Count an attempt, with its points where they come in steps. Returns what went wrong with keeping it, or ""."""

    def counted(r):
        return replace(r, tried=r.tried + 1, passed=r.passed or passed, points=max(r.points, points))

    _, note = update(exercise_id, counted)
    return note


def _lock(path):
    from filelock import FileLock

    return FileLock(path.with_suffix(".lock"), timeout=LOCKED_AT_MOST)


def _read_or_set_aside(path):
    try:
        return _parse(path.read_text(encoding="utf-8")), ""
    except FileNotFoundError:
        return Record(), ""
    except ValueError:
        aside = path.with_suffix(".json.damaged")
        os.replace(path, aside)
        return (
            Record(),
            f"The record of this exercise was damaged; it is kept as {aside.name}, a new one was begun.",
        )


def _parse(text):
    """A record from its JSON. Raises ValueError where it is none."""
    kept = json.loads(text)
    if not isinstance(kept, dict):
        raise ValueError("a record is a JSON object")
    known = {field.name: kept.get(field.name, field.default) for field in fields(Record)}
    if any(type(value) is not type(getattr(Record(), name)) for name, value in known.items()):
        raise ValueError("a record holds counts and truth values")
    return Record(**known)


def _write(path, record):
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(record), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
