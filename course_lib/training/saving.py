"""The checkpoint file of one run: written after each epoch, read when the same call comes again."""

import hashlib
import warnings
from pathlib import Path

from course_lib.training.checkpoint import CheckpointError, load_checkpoint, remove_leftovers, save_checkpoint
from course_lib.training.options import name_of


class Keeper:
    """Saves and resumes a Run in `path`; does nothing where path is None."""

    def __init__(self, path, run):
        self.path, self.run = None if path is None else Path(path), run
        if self.path is not None and self.path.is_dir():
            raise ValueError(f"checkpoint is a folder, {self.path}; give the name of a file in it.")
        self.settings = None if path is None else settings_of(run)

    def resume(self):
        """Go on from the file, where there is one; else write the first. Raises CheckpointError for another run's."""
        if self.path is None:
            return
        processes = self.run.processes
        state = processes.from_first(self._read() if processes.rank == 0 else None)
        if state is None:
            return self.save()
        try:
            self.run.load_state(state)
        except (KeyError, RuntimeError, ValueError) as error:
            raise CheckpointError(f"{self.path} does not fit this model or this version: {error}") from error

    def _read(self):
        """The run's state in the file; None where there is no file."""
        remove_leftovers(self.path)
        if not self.path.exists():
            return None
        contents = load_checkpoint(self.path)
        differences = _differences(contents.get("settings", {}), self.settings)
        if differences:
            raise CheckpointError(
                f"{self.path} belongs to another run ({'; '.join(differences)}). Give the same arguments again to "
                "go on with it, delete it to train from the start, or name another file."
            )
        return contents.get("run", {})

    def save(self):
        """Write the run's state. Where that fails, training goes on and a warning says so."""
        if self.path is None:
            return
        state = self.run.state()
        if self.run.processes.rank > 0:
            return
        try:
            save_checkpoint(self.path, {"settings": self.settings, "run": state})
        except OSError as error:
            warnings.warn(
                f"The checkpoint could not be written ({error}). Training goes on; the last checkpoint that was "
                "written still stands. Free some space, or choose another folder.",
                stacklevel=2,
            )


def check_same_run(run):
    """Raise ValueError, in every process, where not all of them train the same: they would wait for each other for ever."""
    if run.processes.count == 1:
        return
    first, *others = run.processes.gather(settings_of(run))
    for rank, settings in enumerate(others, start=1):
        differing = [name for name in first if settings.get(name) != first[name]]
        if differing:
            raise ValueError(
                f"Process {rank} calls fit with another {', '.join(differing)} than process 0. Give all processes the "
                "same model, data and arguments; fit itself gives each its share of every batch."
            )


def settings_of(run):
    """What must be equal for a run to be the same run: options, model and data, as plain values."""
    optimizer = {name: str(value) for name, value in run.optimizer.defaults.items()}
    return {
        **run.options.in_words(),
        "optimizer settings": optimizer | {"class": name_of(type(run.optimizer))},
        "model": str(run.model),
        "processes": run.processes.count,
        "training data": _fingerprint(run.data),
        "validation data": _fingerprint(run.validation),
    }


def _fingerprint(data):
    """A hash of the values of a pair of tensors; None for None."""
    if data is None:
        return None
    digest = hashlib.sha256()
    for tensor in data:
        digest.update(f"{tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.cpu().contiguous().numpy())
    return digest.hexdigest()


def _differences(old, new):
    """Which settings differ, each in a few words."""
    names = [name for name in new if old.get(name) != new[name]]
    return [
        f"{name}: {old.get(name)!r} then, {new[name]!r} now"
        if _is_short(old.get(name)) and _is_short(new[name])
        else f"another {name}"
        for name in names
    ]


def _is_short(value):
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and len(value) < 60)
