"""All losses at once: the course's values against torch, the learner's as they are."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_lib import nn
from course_lib.figures import loss_curves
from course_lib.figures.loss_curves import LINE, MARKS


def not_written(*_): ...


def half_of_it(predictions, targets, delta):
    return nn.huber(predictions, targets, delta) / 2


@pytest.mark.parametrize(("target", "delta"), [("1", 1.0), ("0", 2.5)])
def test_the_lines_are_torchs_losses(target, delta):
    artists = loss_curves().frame(target=target, delta=delta).artists
    x, y = torch.tensor(LINE), torch.full((len(LINE),), float(target), dtype=torch.float64)
    expected = {
        "mse": F.mse_loss(x, y, reduction="none"),
        "mae": F.l1_loss(x, y, reduction="none"),
        "huber": F.huber_loss(x, y, delta=delta, reduction="none"),
        "cross_entropy": F.binary_cross_entropy_with_logits(x, y, reduction="none"),
        "hinge": torch.relu(1 - (2 * y - 1) * x),
    }
    for name, losses in expected.items():
        np.testing.assert_allclose(artists[name][1], losses.numpy(), atol=1e-12, err_msg=name)


def test_the_learners_own_losses_are_drawn_and_told_beside_the_courses():
    frame = loss_curves(huber=half_of_it, hinge=nn.hinge).frame(prediction=-1.0, target="1", delta=1.0)
    np.testing.assert_allclose(frame.artists["huber own"][1], [nn.huber([x], [1.0]) / 2 for x in MARKS])
    assert (frame.readouts["Huber"], frame.readouts["your Huber"]) == ("1.500", "0.750")
    assert frame.readouts["your hinge"] == "2.000"
    assert "your MSE" not in frame.readouts
    assert frame.problem == ""
    for number in ("4.000", "0.750", "−1.00", "δ is 1"):
        assert number in frame.alt


def test_what_is_not_written_is_said_and_the_rest_is_drawn():
    figure = loss_curves(
        huber=not_written, cross_entropy=nn.binary_cross_entropy_from_logits, hinge=not_written
    )
    frame = figure.frame()
    assert frame.problem == "not_written is not written yet"
    assert frame.problem in frame.alt
    assert frame.readouts["your cross-entropy"] == "1.313"
    assert frame.readouts["your Huber"] == "—"
    assert len(frame.artists["huber own"][0]) == len(frame.artists["huber own"][1]) == 0
    assert figure.picture().png


def test_a_loss_that_breaks_somewhere_is_drawn_up_to_there():
    def only_left(logits, targets):
        return 1.0 if logits[0] < 0 else 1 / 0

    frame = loss_curves(cross_entropy=only_left).frame()
    assert frame.problem == "only_left raised ZeroDivisionError: division by zero"
    assert len(frame.artists["cross_entropy own"][1]) == np.sum(MARKS < 0)


def test_hinge_gets_targets_of_minus_and_plus_one():
    seen = set()

    def spy(scores, targets):
        seen.add(float(targets[0]))
        return 0.0

    figure = loss_curves(hinge=spy)
    figure.frame(target="0")
    assert seen == {-1.0, 1.0}
