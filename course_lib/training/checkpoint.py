"""Files that survive a crash: training checkpoints and trained models.

Every file is written under a temporary name in the same folder and then renamed, so that at any moment the old
file or the new one is there, whole.
"""

import io
import os
import pickle
import zipfile
from pathlib import Path

import safetensors.torch
import torch

FORMAT = "downhill checkpoint 1"


class CheckpointError(ValueError):
    """A file that cannot be used: damaged, of another kind, or of another run. The message says which."""


def write_whole(path, content):
    """Write bytes to `path` all or nothing. Raises OSError (disk full, no permission); the old file then stands."""
    path = Path(path)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(path):
    """Delete temporary files that a killed process left beside `path`."""
    path = Path(path)
    for leftover in path.parent.glob("*.tmp"):
        if leftover.name.startswith(f"{path.name}."):
            leftover.unlink(missing_ok=True)


def save_checkpoint(path, contents):
    """Save a dict of plain values, tensors and state dicts, for `load_checkpoint`. Raises OSError; see write_whole."""
    buffer = io.BytesIO()
    torch.save({"format": FORMAT, **contents}, buffer)
    write_whole(path, buffer.getbuffer())


def load_checkpoint(path):
    """Read what `save_checkpoint` wrote, tensors on the CPU; no code in the file is run (`weights_only=True`).

    Raises FileNotFoundError, and CheckpointError where the file is damaged or of another kind.
    """
    try:
        with zipfile.ZipFile(path) as file:
            damaged = file.testzip()  # torch itself does not compare the checksums
        contents = None if damaged else torch.load(path, map_location="cpu", weights_only=True)
    except (zipfile.BadZipFile, pickle.UnpicklingError, RuntimeError, EOFError, KeyError) as error:
        raise CheckpointError(_unusable(path, "is damaged or is no checkpoint")) from error
    if damaged:
        raise CheckpointError(_unusable(path, "is damaged"))
    if not isinstance(contents, dict) or contents.get("format") != FORMAT:
        raise CheckpointError(_unusable(path, "was not written by course_lib.training"))
    return contents


def _unusable(path, why):
    return f"{path} {why}. Delete it to train from the start, or name another file."


def save_model(model, path):
    """Save a model's weights as a safetensors file, atomically. Raises OSError; the old file then stands."""
    weights = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    write_whole(path, safetensors.torch.save(weights))


def load_model(model, path):
    """Load weights that `save_model` wrote into `model`, on whatever device it is. Returns the model.

    Raises FileNotFoundError, and CheckpointError where the file is damaged or belongs to another architecture.
    """
    try:
        model.load_state_dict(safetensors.torch.load(Path(path).read_bytes()))
    except safetensors.SafetensorError as error:
        raise CheckpointError(
            f"{path} is damaged or is no safetensors file; save the model again."
        ) from error
    except RuntimeError as error:
        raise CheckpointError(f"{path} holds the weights of another model than this one: {error}") from error
    return model
