import gzip
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_lib.data import DataError, load_mnist
from course_lib.data.cache import home_folder


@pytest.fixture
def chosen(tiny, tmp_path, monkeypatch):
    """DOWNHILL_DATA, set to a folder that holds the tiny MNIST."""
    folder = tiny.write(tmp_path / "chosen")
    monkeypatch.setenv("DOWNHILL_DATA", str(folder))
    return folder


def is_tiny(data, tiny):
    """Whether what was loaded is the tiny MNIST, in the promised types."""
    arrays = (data.train_images, data.train_labels, data.test_images, data.test_labels)
    assert [array.dtype for array in arrays] == [np.uint8, np.int64, np.uint8, np.int64]
    same = [
        wanted.header + array.astype(np.uint8).tobytes() == tiny.raw[wanted.name]
        for wanted, array in zip(tiny.files, arrays, strict=True)
    ]
    return data.source == "mnist" and all(same)


class TestChosenFolder:
    def test_gzip_files(self, chosen, tiny):
        assert is_tiny(load_mnist(), tiny)

    @pytest.mark.parametrize("dotted", [False, True])
    @pytest.mark.parametrize("compressed", [False, True])
    def test_every_usual_name(self, chosen, tiny, dotted, compressed):
        for name, content in tiny.raw.items():
            (chosen / f"{name}.gz").unlink()
            usual = name.replace("-idx", ".idx") if dotted else name
            path = chosen / (f"{usual}.gz" if compressed else usual)
            path.write_bytes(gzip.compress(content) if compressed else content)
        assert is_tiny(load_mnist(), tiny)

    def test_each_load_gives_arrays_of_its_own(self, chosen, tiny):
        load_mnist().train_images[:] = 0
        assert is_tiny(load_mnist(), tiny)

    def test_the_cache_is_left_alone(self, chosen, downhill_home):
        load_mnist()
        assert not downhill_home.exists()

    def test_home_sign_is_understood(self, chosen, tiny, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        monkeypatch.setenv("DOWNHILL_DATA", "~/chosen")
        assert is_tiny(load_mnist(), tiny)

    def test_a_missing_folder_is_an_error_not_a_download(self, mirrors, tmp_path, monkeypatch):
        monkeypatch.setenv("DOWNHILL_DATA", str(tmp_path / "nowhere"))
        with pytest.raises(DataError, match=r"nowhere, which is not a folder(.|\n)*unset it"):
            load_mnist()
        assert mirrors[0].requests == []

    def test_all_faults_are_told_at_once_and_nothing_is_removed(self, chosen):
        (chosen / "train-images-idx3-ubyte.gz").write_bytes(b"<html>")
        (chosen / "t10k-labels-idx1-ubyte.gz").unlink()
        with pytest.raises(DataError) as caught:
            load_mnist()
        assert "train-images-idx3-ubyte.gz is damaged: it is a web page" in str(caught.value)
        assert "t10k-labels-idx1-ubyte.gz is missing" in str(caught.value)
        assert (chosen / "train-images-idx3-ubyte.gz").read_bytes() == b"<html>"

    def test_swapped_files_are_noticed(self, chosen):
        train, test = chosen / "train-images-idx3-ubyte.gz", chosen / "t10k-images-idx3-ubyte.gz"
        train.replace(test)
        test.with_name("t10k-images-idx3-ubyte.gz").rename(train)
        test.write_bytes(train.read_bytes())
        with pytest.raises(DataError, match=r"t10k.*begins with an IDX header for 300×28×28"):
            load_mnist()


class TestCache:
    def test_a_filled_cache_needs_no_network(self, tiny, downhill_home, capsys):
        tiny.write(downhill_home / "mnist")
        assert is_tiny(load_mnist(), tiny)
        assert capsys.readouterr().out == ""

    def test_an_empty_setting_counts_as_unset(self, tiny, downhill_home, monkeypatch):
        monkeypatch.setenv("DOWNHILL_DATA", "")
        tiny.write(downhill_home / "mnist")
        assert is_tiny(load_mnist(), tiny)

    def test_the_default_is_the_systems_own_place(self, monkeypatch):
        monkeypatch.delenv("DOWNHILL_HOME")
        assert home_folder().name == "downhill"
        assert home_folder().is_absolute()


class TestStandIn:
    def test_offline_takes_real_handwriting_and_says_so(self, tiny, capsys):
        data = load_mnist()
        assert data.source == "digits"
        assert data.train_images.shape == (1437, 28, 28)
        said = capsys.readouterr().out
        assert "NOT MNIST" in said
        assert "could not be reached" in said

    def test_a_damaged_cache_is_not_kept_even_offline(self, tiny, downhill_home, capsys):
        path = tiny.write(downhill_home / "mnist") / "t10k-labels-idx1-ubyte.gz"
        path.write_bytes(path.read_bytes()[:-5])
        assert load_mnist().source == "digits"
        assert not path.exists()
        assert "removed" in capsys.readouterr().out


def test_importing_the_room_loads_nothing_heavy():
    heavy = "('torch', 'sklearn', 'scipy', 'requests', 'pooch', 'tqdm', 'matplotlib')"
    script = f"import sys, course_lib.data; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "[]\n"


@pytest.mark.skipif(
    not os.environ.get("DOWNHILL_DATA"), reason="DOWNHILL_DATA is not set: no real MNIST at hand"
)
def test_the_real_mnist():
    data = load_mnist()
    assert data.source == "mnist"
    assert data.train_images.shape == (60000, 28, 28)
    assert data.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(data.test_labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert Path(os.environ["DOWNHILL_DATA"]).is_dir()
