import io
import random

import numpy as np
import pytest
import torch

from course_lib.training import seed_everything
from course_lib.training.randomness import random_state, random_state_kept, set_random_state

CPU = torch.device("cpu")


def draw():
    return random.random(), np.random.rand(), np.random.randn(), torch.rand(3).tolist()


def test_the_same_seed_gives_the_same_numbers():
    seed_everything(5)
    first = draw()
    seed_everything(np.int64(5))
    assert draw() == first
    seed_everything(6)
    assert draw() != first


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", True, None])
def test_a_seed_that_is_none(seed):
    with pytest.raises(ValueError, match="whole number"):
        seed_everything(seed)


def test_a_state_survives_a_file_read_with_weights_only():
    seed_everything(5)
    draw()
    file = io.BytesIO()
    torch.save(random_state(CPU), file)
    expected = draw()
    seed_everything(9)
    file.seek(0)
    set_random_state(torch.load(file, weights_only=True), CPU)
    assert draw() == expected


def test_the_block_leaves_no_trace():
    seed_everything(5)
    expected = draw()
    seed_everything(5)
    with random_state_kept(CPU):
        seed_everything(1)
        draw()
    assert draw() == expected
