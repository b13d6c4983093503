"""Lesson 08's specs: right answers pass however they are written, wrong ones hear what is wrong; its numbers by hand."""

import numpy as np
import pytest
import torch
from scipy import ndimage, special

from course_lib.data import drawn
from course_lib.exercises import check, examine, get_exercise
from course_lib.training import calibration


def shift_by_scipy(images, down, right):
    return ndimage.shift(images, (0, down, right), order=0)


def shift_looped(images, down, right):
    shifted = np.zeros_like(images)
    count, height, width = images.shape
    for n, row, column in np.ndindex(count, height, width):
        if 0 <= row - down < height and 0 <= column - right < width:
            shifted[n, row, column] = images[n, row - down, column - right]
    return shifted


def shift_rolled(images, down, right):
    shifted = np.roll(images, (down, right), axis=(1, 2))
    if down:
        shifted[:, slice(0, down) if down > 0 else slice(down, None)] = 0
    if right:
        shifted[:, :, slice(0, right) if right > 0 else slice(right, None)] = 0
    return shifted


def average_in_torch(logits):
    return torch.as_tensor(logits).softmax(dim=-1).mean(dim=0)


def average_looped(logits):
    total = np.zeros(logits.shape[1:])
    for one in logits:
        total += special.softmax(one, axis=1)
    return total / len(logits)


def error_by_digitize(probabilities, labels):
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bins = np.digitize(confidence, np.linspace(0, 1, 11)[1:-1])
    gaps = np.bincount(bins, right, 10) - np.bincount(bins, confidence, 10)
    return np.abs(gaps).sum() / len(labels)


def error_by_the_library(probabilities, labels):
    return calibration(probabilities, labels, bins=10).error


def error_looped(probabilities, labels):
    bins = [[] for _ in range(10)]
    for row, label in zip(probabilities.tolist(), labels, strict=True):
        bins[min(int(max(row) * 10), 9)].append((max(row), row.index(max(row)) == label))
    total = 0
    for answers in filter(None, bins):
        sure, right = np.mean(answers, axis=0)
        total += len(answers) / len(labels) * abs(sure - right)
    return total


def occlusion_put_back(score, image, size):
    rows = []
    for row in range(image.shape[0] - size + 1):
        line = []
        for column in range(image.shape[1] - size + 1):
            below = image[row : row + size, column : column + size].copy()
            image[row : row + size, column : column + size] = 0
            line.append(score(image))
            image[row : row + size, column : column + size] = below
        rows.append(line)
    return np.array(rows)


def occlusion_by_mask(score, image, size):
    shape = tuple(length - size + 1 for length in image.shape)
    scores = np.empty(shape)
    rows, columns = np.indices(image.shape)
    for row, column in np.ndindex(shape):
        inside = (rows >= row) & (rows < row + size) & (columns >= column) & (columns < column + size)
        scores[row, column] = score(np.where(inside, 0, image))
    return scores


def centre_by_scipy(picture):
    row, column = ndimage.center_of_mass(picture)
    paper = np.zeros((28, 28))
    paper[: picture.shape[0], : picture.shape[1]] = picture
    return np.roll(paper, (round(14 - row), round(14 - column)), axis=(0, 1))


def centre_looped(picture):
    ink = sum(map(sum, picture))
    row = sum(r * value for r, line in enumerate(picture) for value in line) / ink
    column = sum(c * value for line in picture for c, value in enumerate(line)) / ink
    paper = np.zeros((28, 28))
    for place in np.ndindex(picture.shape):
        paper[place[0] + int(14 - row + 0.5), place[1] + int(14 - column + 0.5)] = picture[place]
    return paper


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [
        ("shift_images", shift_by_scipy),
        ("shift_images", shift_looped),
        ("shift_images", shift_rolled),
        ("average_probabilities", average_in_torch),
        ("average_probabilities", average_looped),
        ("average_probabilities", lambda z: sum(special.softmax(z, axis=-1)) / len(z)),
        ("calibration_error", error_by_digitize),
        ("calibration_error", error_by_the_library),
        ("calibration_error", error_looped),
        ("occlusion", occlusion_put_back),
        ("occlusion", occlusion_by_mask),
        ("centre_digit", centre_by_scipy),
        ("centre_digit", centre_looped),
        ("centre_digit", drawn.centre),
    ],
)
def test_right_answers_in_other_styles_pass(exercise_id, answer):
    for seed in (None, 1, 2):
        verdict = examine(get_exercise(exercise_id), answer, seed)
        assert verdict.passed, verdict


def one_way_only(images, down, right):
    """Knows nothing of negative shifts."""
    shifted = np.zeros_like(images)
    shifted[:, down:, right:] = images[:, : images.shape[1] - down, : images.shape[2] - right]
    return shifted


def without_a_copy(score, image, size):
    scores = np.zeros([length - size + 1 for length in image.shape])
    for row, column in np.ndindex(scores.shape):
        image[row : row + size, column : column + size] = 0
        scores[row, column] = score(image)
    return scores


def into_whole_numbers(score, image, size):
    scores = np.zeros_like(image)[size - 1 :, size - 1 :]
    scores[:] = get_exercise("occlusion").reference(score, image, size)
    return scores


def negative_by_slices(images, down, right):
    """Rows and columns from slice to slice; where one of them is moved by 0, `-0` is in the way."""
    shifted, result = np.zeros_like(images), np.zeros_like(images)
    if down > 0:
        shifted[:, down:] = images[:, :-down]
    else:
        shifted[:, :down] = images[:, -down:]
    if right > 0:
        result[:, :, right:] = shifted[:, :, :-right]
    else:
        result[:, :, :right] = shifted[:, :, -right:]
    return result


def forward_by_slices(images, down, right):
    shifted, result = np.zeros_like(images), np.zeros_like(images)
    if down >= 0:
        shifted[:, down:] = images[:, :-down]
    else:
        shifted[:, :down] = images[:, -down:]
    if right >= 0:
        result[:, :, right:] = shifted[:, :, :-right]
    else:
        result[:, :, :right] = shifted[:, :, -right:]
    return result


def error_by_borders(holds, guarded=True):
    """The calibration error with the bins 0 to 0.1, …, of confidences that `holds` one by one."""

    def calibration_error(probabilities, labels):
        confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
        error = 0.0
        for number in range(10):
            here = holds(confidence, number / 10, (number + 1) / 10)
            if here.any() or not guarded:
                error += here.mean() * abs(right[here].mean() - confidence[here].mean())
        return error

    return calibration_error


def half_open(confidence, low, high):
    return (confidence >= low) & (confidence < high)


def at_the_upper_border(confidence, low, high):
    return (confidence > low) & (confidence <= high)


def by_floor_division(probabilities, labels):
    tenths = lambda confidence, low, high: np.minimum(confidence // 0.1, 9) == round(10 * low)  # noqa: E731
    return error_by_borders(tenths)(probabilities, labels)


def moved_to(aim, whole):
    def centre_digit(picture):
        paper = np.zeros((28, 28))
        top, left = (whole(aim - part) for part in ndimage.center_of_mass(picture))
        paper[top : top + len(picture), left : left + picture.shape[1]] = picture
        return paper

    return centre_digit


def same_size(score, image, size):
    scores = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        covered = image.copy()
        covered[row : row + size, column : column + size] = 0
        scores[row, column] = score(covered)
    return scores


@pytest.mark.parametrize(
    ("exercise_id", "answer", "said"),
    [
        ("shift_images", lambda x, d, r: np.roll(x, (d, r), axis=(1, 2)), "round in a circle"),
        ("shift_images", lambda x, d, r: np.roll(x, (d, r), axis=(0, 1)), ""),
        ("shift_images", lambda x, d, r: shift_by_scipy(x, -d, -r), "the other way"),
        ("shift_images", lambda x, d, r: ndimage.shift(x, (0, d, r), order=0, mode="nearest"), "at the edge is repeated"),
        ("shift_images", one_way_only, ""),
        ("shift_images", lambda x, d, r: x, ""),
        ("shift_images", negative_by_slices, "A shift by 0 goes wrong: `-0` is 0"),
        ("shift_images", forward_by_slices, "A shift by 0 goes wrong: `-0` is 0"),
        ("average_probabilities", lambda z: special.softmax(z.mean(0), axis=1), "average the logits"),
        ("average_probabilities", lambda z: special.softmax(z, axis=0).mean(0), ""),
        ("average_probabilities", lambda z: special.softmax(z, axis=2).mean(1), ""),
        ("average_probabilities", lambda z: special.softmax(z, axis=2).sum(0), "divide by their number"),
        ("calibration_error", lambda p, y: abs((p.argmax(1) == y).mean() - p.max(1).mean()), "all answers at once"),
        ("calibration_error", lambda p, y: np.mean(np.abs((p.argmax(1) == y) - p.max(1))), ""),
        ("calibration_error", lambda p, y: np.mean(p.argmax(1) == y), ""),
        ("calibration_error", error_by_borders(at_the_upper_border), "A bin holds its lower border"),
        ("calibration_error", by_floor_division, "A bin holds its lower border"),
        ("calibration_error", error_by_borders(half_open), "is in no bin here"),
        pytest.param(
            "calibration_error",
            error_by_borders(half_open, guarded=False),
            "a bin without answers",
            marks=pytest.mark.filterwarnings("ignore::RuntimeWarning"),
        ),
        ("occlusion", without_a_copy, "modified in place"),
        ("occlusion", same_size, ""),
        ("occlusion", into_whole_numbers, "has the image's dtype"),
        ("occlusion", lambda score, image, size: score(image), ""),
        ("centre_digit", lambda p: np.pad(p, [(0, 28 - p.shape[0]), (0, 28 - p.shape[1])]), ""),
        ("centre_digit", lambda p: drawn.centre((p > 0) * 1.0), ""),
        ("centre_digit", lambda p: np.roll(drawn.centre(p), (-1, -1), axis=(0, 1)), "not 14"),
        ("centre_digit", moved_to(13.5, round), "it is moved to 13.5"),
        ("centre_digit", moved_to(14, int), "int(…) cuts off"),
        ("centre_digit", lambda p: ndimage.center_of_mass(p), ""),
    ],
)  # fmt: skip
def test_wrong_answers_are_told(exercise_id, answer, said):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert said in str(verdict), verdict


def test_what_fails_for_a_shift_of_0_is_not_put_down_to_the_images():
    def wrong_at_0(images, down, right):
        return get_exercise("shift_images").reference(images, down, right) + (down * right == 0)

    assert "one row" not in str(check("shift_images", wrong_at_0))


def reference(exercise_id):
    return get_exercise(exercise_id).reference


def test_the_lessons_numbers_by_hand():
    np.testing.assert_array_equal(
        reference("shift_images")(np.array([[[1, 2, 3], [4, 5, 6]]]), 1, 0), [[[0, 0, 0], [1, 2, 3]]]
    )
    logits = np.log([[[0.9, 0.1]], [[0.2, 0.8]]])
    np.testing.assert_allclose(reference("average_probabilities")(logits), [[0.55, 0.45]])
    sure, unsure = [0.95, 0.05], [0.35, 0.65]
    probabilities = np.array([sure, sure, unsure, unsure])
    assert reference("calibration_error")(probabilities, np.array([0, 0, 1, 0])) == pytest.approx(0.1)
    np.testing.assert_array_equal(reference("occlusion")(np.sum, np.array([[3.0, 5.0]]), 1), [[5, 3]])
    picture = np.zeros((3, 4))
    picture[[0, 2, 2], [3, 1, 3]] = 1
    assert np.argwhere(reference("centre_digit")(picture)).tolist() == [[13, 15], [15, 13], [15, 15]]
