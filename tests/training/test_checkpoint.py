import errno
import os

import pytest
import torch
from torch import nn

from course_lib.training import (
    CheckpointError,
    cnn,
    linear,
    load_checkpoint,
    load_model,
    predict,
    save_checkpoint,
    save_model,
)
from course_lib.training.checkpoint import remove_leftovers

CONTENTS = {"weights": torch.arange(1000.0), "names": ["a", "b"], "nested": {"none": None, "pair": (1, 2.5)}}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "folder" / "run.pt"


def full_disk(monkeypatch):
    """From now on every fsync finds the disk full."""

    def fsync(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)


def test_there_and_back(file):
    save_checkpoint(file, CONTENTS)
    loaded = load_checkpoint(file)
    assert loaded["weights"].equal(CONTENTS["weights"])
    assert loaded["nested"] == CONTENTS["nested"]
    assert torch.load(file, weights_only=True)["names"] == ["a", "b"]
    assert [path.name for path in file.parent.iterdir()] == ["run.pt"]


def test_a_full_disk_leaves_the_old_file_and_no_other(file, monkeypatch):
    save_checkpoint(file, CONTENTS)
    full_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        save_checkpoint(file, {"weights": None})
    assert load_checkpoint(file)["weights"].equal(CONTENTS["weights"])
    assert [path.name for path in file.parent.iterdir()] == ["run.pt"]


def test_every_damage_is_noticed(file):
    save_checkpoint(file, CONTENTS)
    whole = file.read_bytes()
    one_bit = bytearray(whole)
    one_bit[whole.index(torch.arange(10.0, 20.0).numpy().tobytes()) + 2] ^= 1
    for damaged in (b"", b"no checkpoint", whole[: len(whole) // 2], whole[:-1], bytes(one_bit)):
        file.write_bytes(damaged)
        with pytest.raises(CheckpointError, match=r"damaged.*Delete it"):
            load_checkpoint(file)


def test_other_files_of_torch_are_refused(file):
    file.parent.mkdir()
    torch.save(linear().state_dict(), file)
    with pytest.raises(CheckpointError, match="not written by course_lib"):
        load_checkpoint(file)


def test_code_in_a_file_is_not_run(file, tmp_path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "trapped"),)

    file.parent.mkdir()
    torch.save({"format": "downhill checkpoint 1", "trap": Trap()}, file)
    with pytest.raises(CheckpointError):
        load_checkpoint(file)
    assert not (tmp_path / "trapped").exists()


def test_a_missing_file(file):
    with pytest.raises(FileNotFoundError):
        load_checkpoint(file)


def test_leftovers_of_a_killed_process_go(file):
    save_checkpoint(file, CONTENTS)
    (file.parent / "run.pt.123.tmp").touch()
    (file.parent / "other.pt.123.tmp").touch()
    remove_leftovers(file)
    assert sorted(path.name for path in file.parent.iterdir()) == ["other.pt.123.tmp", "run.pt"]


def test_a_model_there_and_back(file, images):
    model = cnn().to(memory_format=torch.channels_last)
    save_model(model, file)
    loaded = load_model(cnn(), file)
    torch.testing.assert_close(predict(loaded, images[0]), predict(model, images[0]))


def test_a_model_that_cannot_be_loaded(file):
    save_model(linear(), file)
    with pytest.raises(CheckpointError, match="another model"):
        load_model(nn.Linear(3, 3), file)
    file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(CheckpointError, match="damaged"):
        load_model(linear(), file)
    with pytest.raises(FileNotFoundError):
        load_model(linear(), "nowhere.safetensors")
