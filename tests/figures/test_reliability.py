"""The reliability diagram: what it draws is torchmetrics' calibration error, at every temperature."""

import numpy as np
import pytest
import torch
from torchmetrics.functional.classification import multiclass_calibration_error

from course_lib.figures import reliability_diagram
from course_lib.figures.reliability import TEMPERATURE
from course_lib.training import calibration


@pytest.fixture
def answers():
    """400 answers of an overconfident classifier: logits (n×5, float64) and labels."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 5, 400)
    logits = rng.normal(size=(400, 5))
    logits[np.arange(400), labels] += 1.5
    return 3 * logits, labels


@pytest.mark.parametrize("stop", [0, 13, 20, 40])
def test_the_error_of_each_temperature(answers, stop):
    logits, labels = answers
    temperature = TEMPERATURE.stops[stop]
    probabilities = torch.tensor(logits / temperature).softmax(1)
    expected = multiclass_calibration_error(probabilities, torch.tensor(labels), 5, n_bins=10).item()
    loss = torch.nn.functional.cross_entropy(torch.tensor(logits / temperature), torch.tensor(labels)).item()
    frame = reliability_diagram(logits, labels).frame(temperature=temperature)
    ((at,), (error,)) = frame.artists["here"]
    assert at == temperature
    assert error == pytest.approx(expected, abs=1e-6)
    assert frame.readouts["calibration error"] == f"{error:.4f}" in frame.alt
    assert float(frame.readouts["loss"]) == pytest.approx(loss, abs=1e-4)


def test_temperature_changes_the_confidence_and_no_answer(answers):
    figure = reliability_diagram(torch.tensor(answers[0]), torch.tensor(answers[1]))
    sharp, soft = figure.frame(temperature=0.25), figure.frame(temperature=4.0)
    assert sharp.readouts["right"] == soft.readouts["right"]
    assert float(sharp.readouts["mean confidence"][:-1]) > 90 > float(soft.readouts["mean confidence"][:-1])


def test_it_says_where_the_error_is_lowest(answers):
    figure = reliability_diagram(*answers)
    errors = {T: figure.frame(temperature=T).artists["here"][1][0] for T in TEMPERATURE.stops}
    best = min(errors, key=errors.get)
    assert f"lowest, {errors[best]:.4f}, at temperature {best:.3g}" in figure.frame().alt
    assert 1.5 < best < 2.7  # Bayes' rule: softmax of 1.5 x would be right, and the logits are 3 x


def test_counts_stand_over_the_bars():
    logits = np.log([[0.92, 0.08], [0.97, 0.03], [0.55, 0.45]])
    frame = reliability_diagram(logits + 1, [0, 1, 0]).frame()
    assert [count["text"] for count in frame.artists["count"]] == [""] * 5 + ["1", "", "", "", "2"]
    np.testing.assert_allclose(frame.artists["right"], [0] * 5 + [1, 0, 0, 0, 0.5])
    assert "66.67% are right" in frame.alt
    assert "holds 2 answers: 50.00% of them right, 94.50% sure" in frame.alt


def test_the_learners_error_stands_beside(answers):
    figure = reliability_diagram(
        *answers, lambda probabilities, labels: calibration(probabilities, labels).error
    )
    frame = figure.frame(temperature=2.0)
    assert frame.artists["own"][1] == frame.artists["here"][1]
    assert frame.readouts["your calibration_error"] == frame.readouts["calibration error"]
    assert figure.picture(temperature=2.0).png
    assert (
        "not written yet" in reliability_diagram(*answers, lambda probabilities, labels: None).frame().problem
    )


def test_probabilities_are_refused(answers):
    with pytest.raises(ValueError, match="give the logits"):
        reliability_diagram(torch.tensor(answers[0]).softmax(1), answers[1])
