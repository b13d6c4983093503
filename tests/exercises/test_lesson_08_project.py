"""The project of lesson 08: what is measured of a network, and what is said of one that falls short.

`my_model.safetensors` holds the reference's weights in half precision, after seven epochs with augmentation.
"""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.ndimage import shift

import course_lib.data
from course_lib import training
from course_lib.data import MNIST
from course_lib.data.digits import digit_arrays
from course_lib.exercises import State, examine
from course_lib.exercises.lesson_08 import my_model as project
from course_lib.exercises.lesson_08 import project_images

EXERCISE = project.EXERCISE
TRAINED = Path(__file__).with_name("my_model.safetensors")


@pytest.fixture(autouse=True)
def beside_the_notebook(tmp_path, monkeypatch):
    """The folder of a notebook with the trained weights in it."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(TRAINED, tmp_path)
    return tmp_path


@pytest.fixture
def digits(monkeypatch):
    """The offline stand-in, in place of MNIST."""
    monkeypatch.setattr(course_lib.data, "load_mnist", lambda: MNIST(*digit_arrays(), source="digits"))


needs_mnist = pytest.mark.skipif(
    not os.environ.get("DOWNHILL_DATA"), reason="DOWNHILL_DATA is not set: no real MNIST at hand"
)


class Falling(torch.nn.Module):
    """Says of each image the digit whose turn it is: right for about one in ten."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))

    def forward(self, images):
        return torch.eye(10)[torch.arange(len(images)) % 10] * 9 - 3 + self.weight


@needs_mnist
@pytest.mark.slow
class TestOnMNIST:
    def test_the_solution_reaches_both_goals(self):
        verdict = examine(EXERCISE, EXERCISE.reference)
        assert verdict.state == State.CORRECT, verdict
        assert verdict.points == EXERCISE.points == 4
        assert "25,212 (at most 100,000)" in verdict.message[0]
        assert "6,000 validation images" in verdict.message[3]

    def test_hidden_images_are_the_test_images_and_other_ones_each_time(self):
        images, labels, called = (
            getattr(one, "value", one) for one in project_images.draw_test(np.random.default_rng(0))[0]
        )
        again = project_images.draw_test(np.random.default_rng(1))[0][0]
        known = {image.tobytes() for image in course_lib.data.load_mnist().test_images}
        assert images.shape == (10_000, 28, 28)
        assert images.dtype == np.uint8
        assert len(labels) == 10_000
        assert "test images" in called
        for drawn in (images, again):
            assert not any(image.tobytes() in known for image in drawn)
        assert (images != again).any(axis=(1, 2)).all()


@pytest.mark.slow
@pytest.mark.usefixtures("digits")
class TestOnTheStandIn:
    @pytest.mark.parametrize("mistake", EXERCISE.mistakes, ids=lambda mistake: mistake.says[:30])
    def test_every_listed_mistake_gets_its_own_message(self, mistake):
        verdict = examine(EXERCISE, mistake.answer)
        assert not verdict.passed
        assert mistake.says in verdict.message, verdict

    def test_it_says_that_this_is_not_mnist(self):
        assert "NOT MNIST" in repr(examine(EXERCISE, EXERCISE.reference))

    def test_nothing_is_graded_on_it(self):
        with pytest.raises(course_lib.data.DataError, match="DOWNHILL_DATA"):
            project_images.draw_test(np.random.default_rng(0))

    def test_a_missing_file(self, beside_the_notebook):
        (beside_the_notebook / TRAINED.name).unlink()
        verdict = examine(EXERCISE, EXERCISE.reference)
        assert not verdict.passed
        assert "There is no file my_model.safetensors" in verdict.message[0]

    def test_a_file_that_is_too_large(self, beside_the_notebook):
        os.truncate(beside_the_notebook / TRAINED.name, 10**10)
        assert "is larger than 8 MB" in examine(EXERCISE, EXERCISE.reference).message[0]

    def test_a_file_of_another_kind(self, beside_the_notebook):
        (beside_the_notebook / TRAINED.name).write_bytes(b"PK" + bytes(100))
        verdict = examine(EXERCISE, EXERCISE.reference)
        assert "no safetensors file" in verdict.message[0]
        assert "training.save_model" in verdict.message[0]

    def test_weights_of_another_network(self):
        def my_model():
            return training.load_model(torch.nn.Linear(784, 10), "my_model.safetensors")

        verdict = examine(EXERCISE, my_model)
        assert verdict.state == State.RAISED
        assert "another model than this one" in verdict.title

    def test_other_files_are_not_there_as_they_are_not_when_it_is_graded(self, beside_the_notebook):
        shutil.copy(TRAINED, beside_the_notebook / "m2.safetensors")

        def my_model():
            return training.load_model(project.my_network(), "m2.safetensors")

        def ensemble():
            files = ("my_model.safetensors", "m2.safetensors")
            return training.Ensemble([training.load_model(project.my_network(), file) for file in files])

        for answer in (my_model, ensemble):
            verdict = examine(EXERCISE, answer)
            assert verdict.state == State.RAISED
            assert "m2.safetensors" in verdict.title
            assert "Only my_model.safetensors is handed in" in verdict.message[0]
            assert Path.cwd() == beside_the_notebook

    def test_the_folder_is_the_old_one_whatever_the_answer_does(self, beside_the_notebook):
        def my_model():
            os.chdir(Path.cwd().parent)
            raise KeyboardInterrupt

        assert examine(EXERCISE, my_model).state == State.RAISED
        assert Path.cwd() == beside_the_notebook

    def test_a_forgotten_network(self):
        verdict = examine(EXERCISE, lambda: training.load_model("my_model.safetensors"))
        assert "This call does not fit" in verdict.message[0]
        assert "first line" not in str(verdict)
        assert "images" not in str(verdict)

    def test_networks_of_the_notebook_are_the_headline(self):
        network = EXERCISE.reference()
        for answer in (lambda: network, lambda: training.Ensemble([network])):
            verdict = examine(EXERCISE, answer)
            assert not verdict.passed
            assert "weights that each call of my_model makes anew, in percent: 0.0, and" in verdict.title
            assert "those of the notebook" in verdict.message[0]

    def test_a_stub_is_not_attempted(self):
        def my_model():
            """Your trained network."""
            ...

        def forgot():
            print(EXERCISE.reference())

        assert examine(EXERCISE, my_model).state == State.NOT_ATTEMPTED
        assert examine(EXERCISE, forgot).state == State.WRONG_TYPE

    def test_a_budget_of_numbers_in_the_file_counts_though_the_network_is_small(self, beside_the_notebook):
        training.save_model(torch.nn.Linear(1000, 100), beside_the_notebook / TRAINED.name)
        verdict = examine(EXERCISE, Falling)
        assert "100,100, and at most 100,000 is asked" in verdict.title

    def test_guessing_says_how_much_is_missing(self):
        verdict = examine(EXERCISE, Falling)
        assert verdict.state == State.WRONG_VALUE
        assert "98.5 is asked" in verdict.title
        assert verdict.measured[-1][1] < 30
        assert "hardly better than guessing" in verdict.message[0]


def test_logarithms_of_probabilities_are_logits():
    outputs = np.log(np.random.default_rng(0).dirichlet(np.ones(10), size=20))
    assert not project.are_probabilities({"logits": outputs})
    assert project.are_probabilities({"logits": np.exp(outputs)})


def test_between_the_goals_the_first_ones_points_are_earned():
    from course_lib.exercises.judge import judge
    from course_lib.exercises.run import Attempt, Outcome
    from course_lib.exercises.spec import Withheld

    labels = np.arange(1000) % 10
    answers = np.where(np.arange(1000) < 10, labels + 1, labels) % 10  # 99 % right
    logits = np.eye(10)[answers] * 5 - 2
    value = {
        "is a network": True,
        "made anew": True,
        "numbers": 10,
        "logits": logits,
        "logits again": logits[:100],
    }
    inputs = [
        (np.zeros((1000, 28, 28)), Withheld(labels), Withheld("images"), Withheld(TRAINED.read_bytes()))
    ]
    verdict = judge(EXERCISE, inputs, Attempt("function", True, (), (Outcome(value),)))
    assert verdict.state == State.CORRECT_BUT
    assert (verdict.points, verdict.out_of) == (2, 4)
    assert verdict.message[-1] == "0.2 more, and the next goal is reached: it earns 2 points more."


def test_an_image_is_moved_as_scipy_moves_it():
    images = np.zeros((40, 28, 28), dtype=np.uint8)
    images[:, 5:20, 8:22] = np.random.default_rng(0).integers(0, 256, size=(40, 15, 14))
    distances = np.random.default_rng(3).uniform(-0.5, 0.5, size=(2, 40))
    moved = project_images.moved(images, np.random.default_rng(3))
    for image, result, *distance in zip(images, moved, *distances, strict=True):
        expected = shift(image.astype(float), distance, order=1)
        np.testing.assert_allclose(result, expected, atol=0.51)
