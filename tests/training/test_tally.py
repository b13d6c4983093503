import pytest
import torch
from tqdm.notebook import tqdm as notebook_bar

from course_lib.training import DivergenceError, tally
from course_lib.training.tally import Progress, Tally


def test_means_weigh_batches_by_their_size():
    epoch = Tally()
    outputs = torch.eye(3)
    epoch.add(torch.tensor(1.0), 3, (outputs, torch.tensor([0, 1, 0])))
    epoch.settle()
    epoch.add(torch.tensor(3.0), 1, (outputs[:1], torch.tensor([0])))
    epoch.settle()
    assert epoch.loss == pytest.approx(1.5)
    assert epoch.accuracy == pytest.approx(3 / 4)


def test_without_class_labels_there_is_no_accuracy():
    epoch = Tally()
    epoch.add(torch.tensor(1.0), 3)
    epoch.settle()
    assert epoch.accuracy is None


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_is_found_with_its_step(loss):
    epoch = Tally()
    for value in (1.0, 2.0, loss, 1.0):
        epoch.add(torch.tensor(value), 1)
    with pytest.raises(DivergenceError, match="at step 3"):
        epoch.settle()


def test_a_notebooks_bar_is_hidden_too(monkeypatch):
    monkeypatch.setattr(tally, "tqdm", notebook_bar)
    assert Progress(epochs=1, examples=10).bar.disable
