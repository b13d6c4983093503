import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from course_lib.training import augmentation, fit, to_inputs
from course_lib.training.augment import affine, displacements, warp
from course_lib.training.options import name_of

PLAIN = {"shift": 0, "rotate": 0, "scale": 0, "elastic": 0.0}
F64 = {"dtype": torch.float64, "device": torch.device("cpu")}


@pytest.fixture
def digits():
    """Eight blots of ink, well inside 28×28 of paper, normalised: n×1×28×28 float32."""
    ink = np.zeros((8, 28, 28))
    ink[:, 9:19, 10:17] = np.random.default_rng(0).uniform(60, 255, (8, 10, 7))
    return to_inputs(ink.astype(np.uint8))


def moved(images, right=0.0, down=0.0, degrees=0.0, width=1.0, height=1.0):
    """Every image changed in the same known way."""
    row = torch.ones(len(images), dtype=images.dtype)
    angle = row * math.radians(degrees)
    shift, stretch = torch.stack([row * right, row * down]), torch.stack([row * width, row * height])
    return warp(images, affine(shift, angle, stretch, images.shape[-1]))


def ink(images):
    return (images - images.min()).sum(dim=(1, 2, 3))


def test_all_settings_zero_change_nothing(digits):
    assert torch.equal(augmentation(**PLAIN)(digits), digits)
    torch.testing.assert_close(moved(digits), digits, atol=1e-4, rtol=0)


@pytest.mark.parametrize(("right", "down"), [(3, 0), (0, 2), (-4, 5)])
def test_a_shift_of_whole_pixels_moves_each_pixel(digits, right, down):
    expected = torch.roll(digits, (down, right), dims=(2, 3))
    torch.testing.assert_close(moved(digits, right, down), expected, atol=1e-4, rtol=0)


def test_a_quarter_turn_is_exact(digits):
    torch.testing.assert_close(moved(digits, degrees=90), torch.rot90(digits, dims=(2, 3)), atol=1e-4, rtol=0)


def test_stretch_turn_and_shift_together_are_those_of_scipy(digits):
    image = digits[:1].double()
    ours = moved(image, right=2.5, down=-1, degrees=20, width=1.2, height=0.9)[0, 0]
    angle, middle = math.radians(20), np.array([13.5, 13.5])
    turn = np.array(
        [[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]
    )  # rows, columns
    back = np.diag([1 / 0.9, 1 / 1.2]) @ turn
    offset = middle - back @ (middle + np.array([-1, 2.5]))
    theirs = ndimage.affine_transform(image[0, 0].numpy(), back, offset, order=1, cval=image.min().item())
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_bends_are_measured_in_pixels(digits):
    three_right = torch.zeros(8, 28, 28, 2)
    three_right[..., 0] = -3  # where a point comes from
    still = affine(torch.zeros(2, 8), torch.zeros(8), torch.ones(2, 8), 28)
    torch.testing.assert_close(
        warp(digits, still, three_right), torch.roll(digits, 3, dims=3), atol=1e-4, rtol=0
    )


def test_displacements_have_the_size_asked_for_and_are_smooth():
    bends = displacements(1.5, 4000, 28, torch.Generator().manual_seed(0), F64)
    assert bends.shape == (4000, 28, 28, 2)
    torch.testing.assert_close(bends.std(dim=0), torch.full((28, 28, 2), 1.5, **F64), atol=0.1, rtol=0)
    assert bends.mean(dim=0).abs().max() < 0.15
    steps = bends.diff(dim=1), bends.diff(dim=2)
    assert max(step.std() for step in steps) < 0.3 * 1.5


@pytest.mark.parametrize("settings", [{"shift": 3}, {"rotate": 15}, {"scale": 0.2}, {"elastic": 1.0}])
def test_one_setting_alone_changes_every_image_its_own_way(digits, settings):
    same = digits[:1].expand(8, -1, -1, -1)
    changed = augmentation(**(PLAIN | settings), seed=0)(same)
    assert all(not torch.allclose(image, digits[0], atol=0.01) for image in changed)
    assert not torch.allclose(changed[0], changed[1], atol=0.01)


def test_shifts_stay_within_the_range_and_reach_its_ends(digits):
    one = digits[:1].expand(500, -1, -1, -1)
    changed = augmentation(**(PLAIN | {"shift": 2}), seed=0)(one)
    places = np.array([ndimage.center_of_mass((image - image.min()).numpy()[0]) for image in changed])
    moves = places - ndimage.center_of_mass((digits[0, 0] - digits.min()).numpy())
    assert np.abs(moves).max() <= 2.001
    assert np.abs(moves).max(axis=0).min() > 1.9
    assert np.abs(moves.mean(axis=0)).max() < 0.2


def test_shifting_keeps_the_ink(digits):
    torch.testing.assert_close(
        ink(augmentation(**(PLAIN | {"shift": 2}))(digits)), ink(digits), rtol=1e-4, atol=0
    )


def test_the_mean_stays(digits):
    many = digits.repeat(100, 1, 1, 1)
    changed = augmentation(elastic=1.0, seed=0)(many)
    assert changed.mean().item() == pytest.approx(many.mean().item(), abs=0.01)


@given(mean=st.floats(-2, 2), std=st.floats(0.1, 5))
def test_paper_stays_paper_however_pixels_are_scaled(mean, std):
    pixels = np.zeros((4, 28, 28), np.uint8)
    pixels[:, 10:18, 10:18] = 255
    images = to_inputs(pixels, mean=mean, std=std)
    changed = augmentation(shift=6, rotate=45, elastic=1.0, seed=1)(images)
    low, high = images.min(), images.max()
    assert (changed[:, :, 0, 0] - low).abs().max() <= 1e-5 * high.abs().clamp(min=1)
    assert changed.min() >= low - 1e-4
    assert changed.max() <= high + 1e-4


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_shape_device_and_the_batch_itself_are_kept(digits, dtype):
    batch = digits.to(dtype).repeat(1, 3, 1, 1)
    before = batch.clone()
    changed = augmentation(elastic=1.0)(batch)
    assert (changed.dtype, changed.shape, changed.device) == (dtype, batch.shape, batch.device)
    assert torch.equal(batch, before)


def test_numbers_come_from_torchs_generator(digits):
    change = augmentation(elastic=1.0)
    torch.manual_seed(4)
    first, second = change(digits), change(digits)
    assert not torch.equal(first, second)
    torch.manual_seed(4)
    assert torch.equal(change(digits), first)


def test_a_seed_gives_the_same_picture_each_time_and_leaves_the_generator_alone(digits):
    before = torch.get_rng_state()
    change = augmentation(elastic=1.0, seed=np.int64(3))
    first = change(digits)
    assert torch.equal(change(digits), first)
    assert not torch.equal(augmentation(elastic=1.0, seed=4)(digits), first)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_killed_run_goes_on_with_the_same_changes(images, tmp_path):
    def weights(checkpoint=None, stop=()):
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 4))
        options = {"epochs": 3, "augment": augmentation(elastic=0.5), "checkpoint": checkpoint}
        fit(model, images, callbacks=stop, **options)
        return model[1].weight

    def cut(model, history):
        if len(history) == 2:
            raise RuntimeError("the power went")

    expected = weights()
    with pytest.raises(RuntimeError, match="power"):
        weights(tmp_path / "run", cut)
    assert torch.equal(weights(tmp_path / "run"), expected)


def test_a_checkpoint_can_tell_settings_apart():
    assert name_of(augmentation(shift=1)) == name_of(augmentation(shift=1))
    assert name_of(augmentation(shift=1)) != name_of(augmentation(shift=2))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"shift": -1}, "shift is -1; use a number from 0"),
        ({"rotate": 180}, "rotate is 180; use a number from 0 and below 180"),
        ({"scale": 1.0}, "scale is 1.0"),
        ({"elastic": "much"}, "elastic is 'much'"),
        ({"elastic": math.nan}, "elastic is nan"),
        ({"shift": True}, "shift is True"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 1.5}, "seed is 1.5"),
    ],
)
def test_settings_out_of_range_get_words(settings, words):
    with pytest.raises(ValueError, match=words):
        augmentation(**settings)


@pytest.mark.parametrize(
    ("batch", "error", "words"),
    [
        (np.zeros((2, 28, 28), np.uint8), TypeError, "uint8; give a tensor of floats"),
        (torch.zeros(2, 1, 28, 28, dtype=torch.uint8), TypeError, "torch.uint8"),
        ([1, 2], TypeError, "list"),
        (torch.zeros(2, 28, 28), ValueError, r"shape \(2, 28, 28\)"),
        (torch.zeros(2, 1, 28, 20), ValueError, "side×side"),
    ],
)
def test_what_is_no_batch_of_images_gets_words(batch, error, words):
    with pytest.raises(error, match=words):
        augmentation()(batch)
