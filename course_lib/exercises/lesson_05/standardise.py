"""Exercise standardise: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def standardise(training, test):
    """Both by the mean and the spread of the training rows."""
    mean, spread = training.mean(axis=0), training.std(axis=0)
    return (training - mean) / spread, (test - mean) / spread


def draw_tables(rng):
    """Training rows and test rows: by hand, then columns of very different size, another number of rows in each."""
    by_hand = (np.array([[1.0], [3.0]]), np.array([[2.0], [6.0]]))
    sizes, middles = np.array([1.0, 30.0, 500.0]), np.array([5.0, -40.0, 100.0])
    return [by_hand] + [
        (
            middles + sizes * rng.normal(size=(many, 3)),
            middles + sizes + 2 * sizes * rng.normal(size=(few, 3)),
        )
        for many, few in ((6, 2), (20, 7))
    ]


def scale(table, mean, spread):
    return (table - mean) / spread


def by(mean_of, spread_of):
    """A wrong standardise: both tables by these two numbers or rows, taken from (training, test)."""

    def wrong_standardise(training, test):
        mean, spread = mean_of(training, test), spread_of(training, test)
        return scale(training, mean, spread), scale(test, mean, spread)

    return wrong_standardise


def together(training, test):
    return np.concatenate([training, test])


def each_by_its_own(training, test):
    return tuple(scale(table, table.mean(axis=0), table.std(axis=0)) for table in (training, test))


EXERCISE = Exercise(
    id="standardise",
    name="standardise",
    reference=standardise,
    draw=draw_tables,
    may_change_inputs=True,
    relative_tolerance=1e-6,
    absolute_tolerance=1e-7,
    mistakes=(
        Mistake(
            "The test rows are scaled by their own mean and spread. They must go through exactly what the training rows "
            "went through.",
            each_by_its_own,
        ),
        Mistake(
            "Mean and spread come from both tables together: the test rows leak into the training rows.",
            by(lambda a, b: together(a, b).mean(axis=0), lambda a, b: together(a, b).std(axis=0)),
        ),
        Mistake(
            "Mean and spread are the test rows'. They come from the training rows alone.",
            by(lambda a, b: b.mean(axis=0), lambda a, b: b.std(axis=0)),
        ),
        Mistake(
            "One mean and one spread for the whole table. Each column has its own: axis=0.",
            by(lambda a, b: a.mean(), lambda a, b: a.std()),
        ),
        Mistake(
            "You divide by the variance. The spread is its root, std.",
            by(lambda a, b: a.mean(axis=0), lambda a, b: a.var(axis=0)),
        ),
        Mistake(
            "The mean is subtracted, but nothing is divided: each column still has its own size.",
            by(lambda a, b: a.mean(axis=0), lambda a, b: 1.0),
        ),
        Mistake(
            "Divided, but not centred: subtract the training mean first.",
            by(lambda a, b: 0.0, lambda a, b: a.std(axis=0)),
        ),
        Mistake(
            "This sends each column to 0 … 1, by its smallest and largest value. Use mean and standard deviation.",
            by(lambda a, b: a.min(axis=0), lambda a, b: a.max(axis=0) - a.min(axis=0)),
        ),
        Mistake(
            "The test rows are as they were. Was `training` overwritten first? Its mean is then 0 and its std 1: keep both numbers "
            "before. Or were the test rows forgotten? They need the same scale.",
            lambda a, b: (scale(a, a.mean(axis=0), a.std(axis=0)), b),
        ),
        Mistake(
            "Two things: each table is scaled by its own mean and spread (take the training rows' for both), and all columns "
            "together have one (axis=0 gives each its own).",
            lambda a, b: tuple(scale(table, table.mean(), table.std()) for table in (a, b)),
        ),
        Mistake(
            "Division comes before subtraction: put round brackets around (training - mean), and around (test - mean).",
            by(lambda a, b: a.mean(axis=0) / a.std(axis=0), lambda a, b: 1.0),
        ),
        Mistake(
            "This spread divides by n − 1, as torch's std does. Here np.std is asked for, which divides by n.",
            by(lambda a, b: a.mean(axis=0), lambda a, b: a.std(axis=0, ddof=1)),
        ),
    ),
    hints=(
        "Two numbers for each column, both from the training rows: training.mean(axis=0) and training.std(axis=0).",
        "Then the same line for both tables: (table − mean) / spread.",
        "mean, spread = training.mean(axis=0), training.std(axis=0)\n"
        "return (training - mean) / spread, (test - mean) / spread",
    ),
)
