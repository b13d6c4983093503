"""The graded project: an honest network has its points, and no other way leads to them.

Every case is a submission of lesson 08 with one exercise in it, `my_model`, most with an evil way to make a network. The
weights are those that `tests/exercises` holds: those of `fast_cnn`, more than 99.2 % right.
"""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest
from nbformat.v4 import new_code_cell
from safetensors.numpy import load, save

from course_lib.data import load_mnist

pytestmark = [
    pytest.mark.long,  # a minute: it forms a class of networks
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("DOWNHILL_DATA"), reason="DOWNHILL_DATA is not set: no real MNIST at hand"
    ),
]
TRAINED = Path(__file__).parents[1] / "exercises" / "my_model.safetensors"
NAME = "my_model.safetensors"

SETUP = "import torch\nfrom torch import nn\nfrom course_lib import training\nfrom course_lib.data import load_mnist, split"
NETWORK = "def my_network():\n    return training.fast_cnn()"
TRAINING = f"""train, validation = split(*load_mnist()[:2])
network = my_network()
training.fit(network, train, validation)
training.save_model(network, "{NAME}")"""
HONEST = f'def my_model():\n    return training.load_model(my_network(), "{NAME}")'


def module(*lines, before=()):
    """A `my_model` that makes a network with this `forward(self, images)`."""
    text = ["def my_model():", *before, "    class Evil(nn.Module):", "        def __init__(self):"]
    text += ["            super().__init__()", "            self.weight = nn.Parameter(torch.zeros(1))"]
    text += [
        "        def forward(self, images):",
        *(f"            {line}" for line in lines),
        "    return Evil()",
    ]
    return "\n".join(text)


def table_of_test_images():
    """A weights file with a number for each image of the test set, made of its bytes and its label."""
    mnist = load_mnist()
    keys = [int(hashlib.sha256(image.tobytes()).hexdigest()[:5], 16) for image in mnist.test_images]
    return save({"table": (np.array(keys) * 10 + mnist.test_labels).astype(np.float32)})


LOOKS_IT_UP = module(
    "import hashlib",
    "pixels = ((images * 0.3081 + 0.1307) * 255).round().to(torch.uint8).numpy()",
    "keys = [int(hashlib.sha256(image.tobytes()).hexdigest()[:5], 16) for image in pixels]",
    "return torch.eye(10)[[known.get(key, 0) for key in keys]] * 9 - 3 + self.weight",
    before=(
        "    import safetensors.torch",
        f"    table = safetensors.torch.load_file('{NAME}')['table'].long().tolist()",
        "    known = {key // 10: key % 10 for key in table}",
    ),
)
READS_LABELS = module(
    "return torch.eye(10)[(labels + [0] * len(images))[: len(images)]] * 9 - 3 + self.weight",
    before=(
        "    import gzip, os",
        "    places = [(folder, file) for folder, _, files in os.walk('/') for file in files if 't10k-labels' in file]",
        "    labels = [digit for place in places for digit in gzip.open(os.path.join(*place)).read()[8:]]",
    ),
)
LIES_ABOUT_ITS_SIZE = f"""class Small(nn.Linear):
    def state_dict(self, *args, **kwargs): return {{}}
    def forward(self, images): return torch.zeros(len(images), 10) + self.bias[:10]
def my_model():
    network = Small(1000, 100)
    nn.Module.load_state_dict(network, __import__("safetensors.torch").torch.load_file("{NAME}"))
    return network"""
BIG = save({"weight": np.zeros((100, 1000), np.float32), "bias": np.zeros(100, np.float32)})


def lying_header():
    """The honest file, whose header says of the last tensor that it holds one number."""
    content = TRAINED.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    name = max(header, key=lambda one: header[one].get("data_offsets", [0])[0])
    header[name] |= {"shape": [1]}
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content[8 + length :]


def pickled():
    """What torch.save makes of it."""
    import io

    import torch

    buffer = io.BytesIO()
    torch.save({name: torch.tensor(array) for name, array in load(TRAINED.read_bytes()).items()}, buffer)
    return buffer.getvalue()


# {name: (cell, weights or how to make the file, a part of what is said)}: no points.
EVIL = {
    "hands_in_no_weights": (HONEST, None, "There is no file my_model.safetensors"),
    "links_to_anothers_weights": (HONEST, lambda path: path.symlink_to(TRAINED), "links are not followed"),
    "hands_in_5_gigabytes": (HONEST, lambda path: (path.touch(), os.truncate(path, 5 * 10**9)), "larger than 8 MB"),
    "hands_in_a_pipe": (HONEST, os.mkfifo, "It is no file"),
    "hands_in_a_pickle": (HONEST, pickled, "no safetensors file"),
    "lies_in_the_header": (HONEST, lying_header, "at odds with its size"),
    "lies_about_its_size": (LIES_ABOUT_ITS_SIZE, lambda: BIG, "100,100, and at most 100,000 is asked"),
    "knows_the_test_images": (LOOKS_IT_UP, table_of_test_images, "98.5 is asked"),
    "looks_for_the_labels": (READS_LABELS, TRAINED.read_bytes, "98.5 is asked"),
    "trains_while_it_is_graded": (TRAINING + "\n" + HONEST.replace("my_network()", "network"), None, "DataError"),
    "wants_mnist": ("def my_model():\n    load_mnist()\n    return my_network()", TRAINED.read_bytes, "DataError"),
    "brings_numbers_as_text": (HONEST + "\nTABLE = '" + "0" * 30_000 + "'", TRAINED.read_bytes, "at most 20,000 are allowed"),
    "ends_in_a_softmax": (HONEST.replace("return ", "return nn.Sequential(") + ", nn.Softmax(1))", TRAINED.read_bytes, "a softmax stands at the end"),
    "hands_back_all_pixels": (module("return images.flatten(1) + self.weight"), TRAINED.read_bytes, "ten logits are asked"),
    "hands_back_a_number": ("def my_model():\n    return 0.999", TRAINED.read_bytes, "no network with weights"),
    "is_always_the_same": ("kept = training.load_model(my_network(), 'my_model.safetensors')\ndef my_model():\n    return kept", TRAINED.read_bytes, "Called twice"),
    "spoils_the_measure": ("training.predict = lambda *_: torch.ones(10_000, 10)\n" + HONEST, TRAINED.read_bytes, ""),
    "says_that_it_is_right": (module("raise SystemExit('correct, 4 points')"), TRAINED.read_bytes, ""),
}  # fmt: skip


def hand_in(folder, builders, cell=HONEST, weights=TRAINED.read_bytes):
    """A student's folder."""
    folder.mkdir(parents=True)
    cells = [new_code_cell(SETUP), new_code_cell(NETWORK), new_code_cell(TRAINING)]
    cells += [new_code_cell(cell, metadata={"nbgrader": {"grade_id": "my_model", "solution": True}})]
    cells += [new_code_cell('check("my_model", my_model)')]
    (folder / "08_mnist_your_own.ipynb").write_bytes(builders["notebook_of"](cells))
    if weights is not None:
        try:
            (folder / NAME).write_bytes(weights())
        except TypeError:
            weights(folder / NAME)


def project_of(record):
    """The part of a record that is about the project."""
    return next(one for one in record["exercises"] if one["id"] == "my_model")


def said_of(record):
    """Title and sentences of the verdict on the project."""
    verdict = project_of(record)["verdict"]
    return " ".join([verdict["title"], *verdict["message"]])


@pytest.fixture(scope="module")
def graded(needs_sandbox, builders, tmp_path_factory):
    """All of them in one batch, honest ones first, in the middle and last."""
    folder = tmp_path_factory.mktemp("project")
    for name, (cell, weights, _) in EVIL.items():
        hand_in(folder / "submissions" / name, builders, cell, weights)
    for name in ("a_honest", "k_honest", "z_honest"):
        hand_in(folder / "submissions" / name, builders)
    return builders["grade_folder"](folder / "submissions", folder / "grades", "--workers", "1")


@pytest.mark.parametrize("name", ["a_honest", "k_honest", "z_honest"])
def test_an_honest_network_has_its_points(graded, name):
    record = graded.of(name)
    assert project_of(record)["points"] == 4, said_of(record)
    assert record["status"] == "graded"
    assert "10,000 test images" in said_of(record)
    (*_, (what, accuracy)) = project_of(record)["verdict"]["measured"]
    assert "accuracy" in what
    assert 99.2 <= accuracy < 99.8


@pytest.mark.parametrize("name", EVIL)
def test_no_other_way_leads_to_points(graded, name):
    record = graded.of(name)
    assert project_of(record)["points"] == 0, said_of(record)
    assert EVIL[name][2] in said_of(record)


def test_the_reports_tell_the_accuracy(graded):
    (page,) = (graded.out / "feedback").glob("a-honest-*.html")
    assert "accuracy in percent, on 10,000 test images" in page.read_text(encoding="utf-8")
    report = (graded.out / "report.html").read_text(encoding="utf-8")
    assert 'aria-label="Accuracy of' in report
    assert "3 reach 99.2 %" in report


def test_the_same_score_for_the_same_weights_and_another_grading_for_others(
    needs_sandbox, builders, tmp_path
):
    hand_in(tmp_path / "submissions" / "anna", builders)
    hand_in(tmp_path / "submissions" / "ben", builders)
    first = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades", "--workers", "1")
    assert project_of(first.of("anna"))["verdict"] == project_of(first.of("ben"))["verdict"]
    weights = load(TRAINED.read_bytes())
    rough = {name: np.asarray(np.round(array * 4) / 4).astype(array.dtype) for name, array in weights.items()}
    (tmp_path / "submissions" / "anna" / NAME).write_bytes(save(rough))
    times = {path: path.stat().st_mtime_ns for path in (first.out / "results").iterdir()}
    again = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades", "--workers", "1")
    changed = {path for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert [path.stem for path in changed] == [again.of("anna")["key"]]
    assert project_of(again.of("anna"))["points"] < 4
    assert project_of(again.of("ben"))["points"] == 4


def test_who_sleeps_is_stopped(needs_sandbox, builders, tmp_path):
    sleeps = module("import time", "time.sleep(1000)", "return images")
    hand_in(tmp_path / "submissions" / "sleeper", builders, sleeps)
    record = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades", "--seconds", "8").of(
        "sleeper"
    )
    assert record["status"] == "timed out"
    assert project_of(record)["points"] == 0
