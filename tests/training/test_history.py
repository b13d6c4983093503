import copy

import pytest

from course_lib.training import History
from course_lib.training.history import Epoch


def history(losses, monitor="validation_loss", **kwargs):
    epochs = [Epoch(n, 2 * loss, 0.5, loss, 1 - loss, 1e-3, 12345.0) for n, loss in enumerate(losses, 1)]
    return History(monitor, epochs, **kwargs)


def test_columns():
    run = history([0.5, 0.25])
    assert run.loss == [1.0, 0.5]
    assert run.validation_accuracy == [0.5, 0.75]
    assert run.learning_rate == [1e-3, 1e-3]
    assert len(run) == 2
    with pytest.raises(AttributeError, match="nonsense"):
        _ = run.nonsense


def test_best_is_the_earliest_of_the_best():
    assert history([0.5, 0.2, 0.3, 0.2]).best.number == 2
    assert history([0.5, 0.2, 0.3], monitor="validation_accuracy").best.number == 2
    assert history([0.5, 0.2, 0.3, 0.4]).epochs_without_improvement == 2
    assert history([]).best is None


def test_a_loss_that_is_no_number_is_never_best():
    assert history([float("nan"), 0.4]).best.number == 2


def test_text_holds_results_and_no_timing():
    text = repr(history([0.5, 0.25], stopped="finished"))
    assert "2 epochs, finished, best epoch 2 by validation loss" in text
    assert "75.00 %" in text
    assert "12345" not in text
    assert "12345" not in history([0.5]).describe()


def test_text_of_nothing():
    assert repr(History(stopped="interrupted")) == "History: 0 epochs, interrupted"
    assert "no finished epoch" in History().describe()


def test_description_has_the_numbers_of_the_picture():
    assert "validation loss from 0.5000 to 0.2500" in history([0.5, 0.25]).describe()


def test_speed_is_no_part_of_equality():
    other = history([0.5])
    object.__setattr__(other.epochs[0], "images_per_second", 1.0)
    assert other == history([0.5])
    assert copy.deepcopy(other) == other


def test_plot_tells_the_curves_apart_without_colour():
    figure = history([0.5, 0.25, 0.3]).plot()
    loss, accuracy = figure.axes
    training, validation, best = loss.lines
    assert list(training.get_ydata()) == [1.0, 0.5, 0.6]
    assert list(validation.get_ydata()) == [0.5, 0.25, 0.3]
    assert len({line.get_linestyle() for line in loss.lines}) == 3
    assert training.get_marker() != validation.get_marker()
    assert best.get_xdata()[0] == 2
    assert accuracy.get_ylabel() == "accuracy"


def test_plot_without_accuracy_validation_or_epochs():
    regression = History("loss", [Epoch(1, 0.5, None, None, None, 0.1, 1.0)])
    figure = regression.plot()
    assert len(figure.axes) == 1
    figure.canvas.draw()
    assert "accuracy" not in repr(regression)
    History().plot().canvas.draw()
