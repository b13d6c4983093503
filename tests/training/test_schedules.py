import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.training import constant, cosine, one_cycle, step_down, warm_up


@given(st.floats(0, 1))
def test_multipliers_lie_between_zero_and_one(progress):
    for schedule in (constant, cosine, one_cycle, step_down, warm_up):
        assert 0 <= schedule(progress) <= 1


def test_ends():
    assert [constant(0), constant(1)] == [1, 1]
    assert [cosine(0), cosine(1)] == pytest.approx([1, 0])
    assert [one_cycle(0), one_cycle(0.3), one_cycle(1)] == pytest.approx([0.04, 1, 1e-4])
    assert [warm_up(0), warm_up(0.05), warm_up(0.1), warm_up(0.55), warm_up(1)] == pytest.approx(
        [0, 0.5, 1, 0.5, 0]
    )
    assert [step_down(0.49), step_down(0.5), step_down(0.75)] == pytest.approx([1, 0.1, 0.01])


def torch_rates(make_scheduler, steps):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = make_scheduler(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def test_cosine_is_that_of_torch():
    expected = torch_rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=50), 50)
    assert [cosine(step / 50) for step in range(50)] == pytest.approx(expected)


def test_one_cycle_is_that_of_torch():
    steps = 1001  # torch counts from the first to the last step, so 1000 intervals

    def make(optimizer):
        return torch.optim.lr_scheduler.OneCycleLR(
            optimizer, max_lr=1, total_steps=steps, pct_start=0.301, div_factor=25, final_div_factor=400,
            cycle_momentum=False,
        )  # fmt: skip

    expected = torch_rates(make, steps)
    assert [one_cycle(step / 1000, warmup=0.3003) for step in range(steps)] == pytest.approx(
        expected, abs=2e-3
    )


def test_warm_up_is_torchs_line_and_cosine():
    def make(optimizer):
        schedulers = [
            torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1e-9, total_iters=20),
            torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=80),
        ]
        return torch.optim.lr_scheduler.SequentialLR(optimizer, schedulers, milestones=[20])

    expected = torch_rates(make, 100)
    assert [warm_up(step / 100, share=0.2) for step in range(100)] == pytest.approx(expected, abs=1e-8)
