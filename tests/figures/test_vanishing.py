"""The gradient that is left, against torch's autograd."""

import numpy as np
import pytest
import torch

from course_lib.figures.vanishing import DEPTH, EXAMPLES, WIDTH, gradient_left, share, vanishing

TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
    "GELU": torch.nn.functional.gelu,
}


@pytest.mark.parametrize(
    ("activation", "scale"), [("sigmoid", 4.0), ("tanh", 2.0), ("ReLU", 1.4), ("GELU", 0.5)]
)
def test_what_is_left_is_what_autograd_finds(activation, scale):
    rng = np.random.default_rng(0)
    weights = torch.tensor(rng.standard_normal((DEPTH, WIDTH, WIDTH)) * scale / np.sqrt(WIDTH))
    values = [torch.tensor(rng.standard_normal((EXAMPLES, WIDTH)), requires_grad=True)]
    for matrix in weights:
        values.append(TORCH[activation](values[-1] @ matrix))
    upstream = torch.tensor(rng.standard_normal((EXAMPLES, WIDTH)))
    gradients = torch.autograd.grad(values[-1], values[:-1], upstream)
    sizes = [float(g.square().mean().sqrt() / upstream.square().mean().sqrt()) for g in reversed(gradients)]
    np.testing.assert_allclose(gradient_left(activation, scale), [1, *sizes], rtol=1e-9)


def test_sigmoid_never_passes_on_more_than_a_quarter_at_scale_1():
    left = gradient_left("sigmoid", 1.0)
    assert left[10] < 1e-6
    assert (np.diff(left) < 0).all()


def test_relu_keeps_its_gradient_at_the_scale_of_he():
    assert 0.2 < gradient_left("ReLU", 1.4)[DEPTH] < 5
    assert gradient_left("ReLU", 0.7)[DEPTH] < 1e-6
    assert gradient_left("ReLU", 2.8)[DEPTH] > 1e6


def test_the_marks_stand_at_the_layer_chosen_and_the_words_say_the_numbers():
    frame = vanishing().frame(scale=1.0, layers=20)
    assert frame.artists["ReLU"]["markevery"] == [20]
    assert frame.artists["mark"][0] == [20, 20]
    assert frame.readouts["tanh"] == share(gradient_left("tanh", 1.0)[20])
    for name, text in frame.readouts.items():
        assert f"{name} {text}" in frame.alt


def test_the_ends_of_the_sliders_can_be_drawn():
    figure = vanishing()
    for scale in (0.2, 4.0):
        for layers in (1, DEPTH):
            values = {"scale": scale, "layers": layers}
            assert figure.picture(**values).alt == figure.frame(**values).alt


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (0.0334, "0.033"),
        (0.25, "0.25"),
        (9.54e-7, "9.5·10⁻⁷"),
        (412.3, "412"),
        (3.4e13, "3.4·10¹³"),
    ],
)
def test_shares_read_as_people_write_them(number, text):
    assert share(number) == text
