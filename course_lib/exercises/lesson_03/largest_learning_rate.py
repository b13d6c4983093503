"""Exercise largest_learning_rate: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def largest_learning_rate(hessian):
    """2 over the largest curvature; the curvatures along the valley's own axes are the eigenvalues."""
    return 2 / np.linalg.eigvalsh(hessian).max()


def draw_hessians(rng):
    """Symmetric tables with curvatures above 0: one number, a straight valley, the lesson's askew one, random ones."""
    several = []
    for n in (2, 3, 5):
        root = rng.normal(size=(n, n + 2))
        several.append((root @ root.T + 0.1 * np.eye(n),))
    return [(np.array([[4.0]]),), (np.diag([0.5, 8.0]),), (np.array([[15.0, 5.0], [5.0, 2.0]]),), *several]


EXERCISE = Exercise(
    id="largest_learning_rate",
    name="largest_learning_rate",
    reference=largest_learning_rate,
    draw=draw_hessians,
    relative_tolerance=1e-7,  # curvatures found by repeated multiplication are as good
    mistakes=(
        Mistake(
            "This is 1/L, the quickest learning rate for the steepest direction. It diverges beyond 2/L.",
            lambda H: 1 / np.linalg.eigvalsh(H).max(),
        ),
        Mistake(
            "This takes the *flattest* direction. The steepest one diverges first: the largest curvature.",
            lambda H: 2 / np.linalg.eigvalsh(H).min(),
        ),
        Mistake(
            "This takes the largest number in the table, on its diagonal. The valley lies askew, and is steeper than that: take the eigenvalues.",
            lambda H: 2 / np.diag(H).max(),
        ),
        Mistake(
            "This is half the largest curvature, the fraction upside down: 2 over it.",
            lambda H: np.linalg.eigvalsh(H).max() / 2,
        ),
        Mistake(
            "This takes the mean of the curvatures. The largest decides.",
            lambda H: 2 / np.linalg.eigvalsh(H).mean(),
        ),
        Mistake(
            "This takes the sum of all curvatures. The largest alone decides.",
            lambda H: 2 / np.linalg.eigvalsh(H).sum(),
        ),
        Mistake(
            "This is the largest curvature itself. The limit is 2 over it.",
            lambda H: np.linalg.eigvalsh(H).max(),
        ),
        Mistake(
            "A limit for each direction is the last step but one: the strictest of them holds.",
            lambda H: 2 / np.linalg.eigvalsh(H),
        ),
        Mistake(
            "2 times the largest curvature: the limit is 2 *over* it.",
            lambda H: 2 * np.linalg.eigvalsh(H).max(),
        ),
    ),
    hints=(
        "np.linalg.eigvalsh(hessian) gives all curvatures, smallest first.",
        "Each direction has its own limit, 2 over its curvature. Which of them is reached first?",
        "return 2 / np.linalg.eigvalsh(hessian).max()",
    ),
)
