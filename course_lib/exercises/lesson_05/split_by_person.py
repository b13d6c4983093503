"""Exercise split_by_person: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_05.shared import _draw_again
from course_lib.exercises.spec import Exercise, Goal, Mistake


def split_by_person(persons, share, rng):
    """Persons are drawn, not rows; every row goes where its person goes."""
    everyone = rng.permutation(np.unique(persons))
    test_persons = everyone[: round(share * len(everyone))]
    is_test = np.isin(persons, test_persons)
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def draw_persons(rng):
    """A person's number for each row, the share of persons for testing, a random generator.

    Each share is a whole number of persons, so many that whoever draws some twice all but surely does.
    """
    few = np.repeat([107, 103, 110, 101], 4)
    many = rng.permutation(np.repeat(200 + rng.permutation(40), 3))
    return [
        (few, 0.25, rng),
        (many, 0.4, rng),
        (rng.permutation(np.repeat(np.arange(500, 580), 5)), 0.3, rng),
    ]


def split_again(answer, persons, share, rng):
    """See `_draw_again`."""
    return _draw_again(answer, (persons, share), rng)


def plain_parts(splits, persons, share, rng):
    """How many of a split's two parts are flat: row numbers, or a mask. None unless every split has two."""
    flat = [sum(np.ndim(part) == 1 for part in split) for split in splits if len(split) == 2]
    return min(flat) if len(flat) == len(splits) else None


def first_rows(part):
    """Row numbers, also where a mask was handed back."""
    part = np.asarray(part)
    return np.flatnonzero(part) if part.dtype == bool else part.astype(int)


def misplaced_rows(splits, persons, share, rng):
    """Rows that stand in both parts, in none, or twice, in the worst of the splits."""
    counts = [
        np.bincount(np.concatenate([first_rows(part) for part in split]), minlength=len(persons))
        for split in splits
    ]
    return max(np.sum(count[: len(persons)] != 1) + count[len(persons) :].sum() for count in counts)


def persons_on_both_sides(splits, persons, share, rng):
    return max(
        len(np.intersect1d(*(persons[first_rows(part)] for part in (training, test))))
        for training, test in splits
    )


def count_test_persons(splits, persons):
    """The number of test persons in each split."""
    return np.array([len(np.unique(persons[first_rows(test)])) for _, test in splits])


def persons_too_many(splits, persons, share, rng):
    """How far the number of test persons is from the one asked for."""
    return np.abs(count_test_persons(splits, persons) - share * len(np.unique(persons))).max()


def without_leak(splits, persons, share, rng):
    arguments = splits, persons, share, rng
    return misplaced_rows(*arguments) == 0 == persons_on_both_sides(*arguments)


def some_drawn_twice(splits, persons, share, rng):
    """Test persons too few, as where some are drawn twice; one alone can't be."""
    came, asked = count_test_persons(splits, persons), round(share * len(np.unique(persons)))
    too_few = came.min() < asked if asked > 1 else came.min() == asked
    return without_leak(splits, persons, share, rng) and came.max() <= asked and too_few


def too_many_drawn(splits, persons, share, rng):
    came, asked = count_test_persons(splits, persons), round(share * len(np.unique(persons)))
    return without_leak(splits, persons, share, rng) and came.min() >= asked and came.max() > asked


def rows_of(splits):
    return [set(first_rows(test)) for _, test in splits]


def different_splits(splits, persons, share, rng):
    """2, or 1 where both splits are the same; so few persons that they may well be the same count as 2."""
    first, second, _ = rows_of(splits)
    return 1 if first == second and len(np.unique(persons)) >= 20 else 2


def repeatable_splits(splits, persons, share, rng):
    """1 where the same state of rng gives the same split, else 0; so few persons that it may by chance count as 1."""
    first, _, again = rows_of(splits)
    return int(first == again or len(np.unique(persons)) < 20)


def not_from_rng(splits, persons, share, rng):
    first, _, again = rows_of(splits)
    return without_leak(splits, persons, share, rng) and (first != again or len(np.unique(persons)) < 20)


def split_with(drawn):
    """A wrong split: the test persons are `drawn(persons, how many, rng)`."""

    def wrong_split(persons, share, rng):
        is_test = np.isin(persons, drawn(persons, round(share * len(np.unique(persons))), rng))
        return np.flatnonzero(~is_test), np.flatnonzero(is_test)

    return wrong_split


def split_with_where(persons, share, rng):
    return tuple((rows,) for rows in split_by_person(persons, share, rng))


def split_rows(persons, share, rng):
    order = rng.permutation(len(persons))
    cut = round(share * len(persons))
    return order[cut:], order[:cut]


def split_into_persons(persons, share, rng):
    everyone = rng.permutation(np.unique(persons))
    cut = round(share * len(everyone))
    return everyone[cut:], everyone[:cut]


def split_exchanged(persons, share, rng):
    return split_by_person(persons, share, rng)[::-1]


EXERCISE = Exercise(
    id="split_by_person",
    name="split_by_person",
    reference=split_by_person,
    draw=draw_persons,
    drive=split_again,
    points=2,
    goals=(
        Goal("parts that are one array of row numbers each", plain_parts, 2),
        Goal("rows in both parts, in none, or twice", misplaced_rows, at_most=0),
        Goal("persons with rows on both sides", persons_on_both_sides, at_most=0),
        Goal("test persons, too many or too few", persons_too_many, at_most=0),
        Goal("different splits in two calls", different_splits, at_least=2),
        Goal("the same split again from the same state of rng", repeatable_splits, at_least=1),
    ),
    mistakes=(
        Mistake(
            "Each part must be one array of row numbers. np.where returns a tuple with that array in it: take [0] of it.",
            split_with_where,
            lambda s, p, share, rng: all(np.shape(part)[:1] == (1,) and np.ndim(part) == 2 for part in s[0]),
        ),
        Mistake(
            "Rows are drawn here, so one person has rows on both sides: that is the leak. Draw *persons*: np.unique(persons).",
            split_rows,
            lambda s, p, share, rng: (
                misplaced_rows(s, p, share, rng) == 0 < persons_on_both_sides(s, p, share, rng)
            ),
        ),
        Mistake(
            "The two parts are exchanged: training rows first, then the test rows.",
            split_exchanged,
            lambda s, p, share, rng: (
                persons_too_many([split[::-1] for split in s], p, share, rng) == 0
                and persons_on_both_sides(s, p, share, rng) == 0
            ),
        ),
        Mistake(
            "These are persons, not rows. np.isin(persons, test_persons) says for each row whether its person is for testing.",
            split_into_persons,
            lambda s, p, share, rng: bool(
                np.isin(np.concatenate([np.asarray(part) for part in s[0]]), p).all()
                and p.min() > len(s[0][0])
            ),
        ),
        Mistake(
            "Too few persons are for testing. Are some drawn twice? rng.choice needs replace=False, and np.unique(persons) to "
            "draw from.",
            split_with(lambda persons, many, rng: rng.choice(np.unique(persons), many)),
            some_drawn_twice,
        ),
        Mistake(
            "Too many persons are for testing: the share is one of the *persons*, each counted once, not of the rows. "
            "len(np.unique(persons)) counts them.",
            split_with(
                lambda persons, many, rng: rng.permutation(persons)[
                    : many * len(persons) // len(set(persons))
                ]
            ),
            too_many_drawn,
        ),
        Mistake(
            "The same persons are for testing every time. Shuffle them first, with the `rng` that is handed in: "
            "rng.permutation(np.unique(persons)).",
            split_with(lambda persons, many, rng: np.unique(persons)[:many]),
            lambda s, p, share, rng: without_leak(s, p, share, rng) and rows_of(s)[0] == rows_of(s)[1],
        ),
        Mistake(
            "The persons are not drawn by `rng`: the same state of it gives another split. np.random and `random` know nothing "
            "of it; rng.permutation(np.unique(persons)) does.",
            split_with(lambda persons, many, rng: np.random.permutation(np.unique(persons))[:many]),
            not_from_rng,
        ),
    ),
    hints=(
        "Draw persons, not rows. np.unique(persons) names each of them once, rng.permutation shuffles.",
        "The first round(share * number of persons) of the shuffled ones are for testing. np.isin(persons, test_persons) is "
        "True in their rows.",
        "test_persons = everyone[: round(share * len(everyone))]\nis_test = np.isin(persons, test_persons)\n"
        "return np.flatnonzero(~is_test), np.flatnonzero(is_test)",
    ),
)
