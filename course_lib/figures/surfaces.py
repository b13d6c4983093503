"""The surfaces that optimizers walk on, all of them over the square from −2 to 2, and the walk itself."""

from dataclasses import dataclass
from math import pi, sin

import numpy as np

SIDE = 2.0  # half the side of the square
FAR = 1e6  # a walk beyond this is over


@dataclass(frozen=True)
class Surface:
    """`height(x, y)` of arrays or numbers; `slopes(x, y)` of two floats, as a pair; where it is `lowest` (0 high), as pairs.

    The largest curvature at the (first) lowest point is `curvature`. Contour lines get denser towards the lowest point with
    a higher `spacing`.
    """

    height: object
    slopes: object
    lowest: tuple
    curvature: float
    spacing: float = 2

    def gradient(self, place):
        """The gradient at `place`: two numbers in, float64 of shape (2,) out."""
        return np.array(self.slopes(*map(float, place)))


DIP = np.sqrt(2)  # where the saddle's two valleys are
BUMP, OFTEN = 0.3, 2 * pi  # the many minima: how high the bumps between them, and 1 apart

SURFACES = {
    "bowl": Surface(lambda x, y: (x**2 + y**2) / 2, lambda x, y: (x, y), ((0, 0),), 1),
    "ravine": Surface(lambda x, y: (x**2 + 20 * y**2) / 2, lambda x, y: (x, 20 * y), ((0, 0),), 20),
    # y⁴/8 bends the two ways down up again, so that they end.
    "saddle": Surface(
        lambda x, y: (x**2 - y**2) / 2 + y**4 / 8 + 0.5,
        lambda x, y: (x, -y + y**3 / 2),
        ((0, -DIP), (0, DIP)),
        2,
    ),
    # H. H. Rosenbrock, The Computer Journal 3 (1960). The larger root of λ² − 1002·λ + 400 is its curvature at (1, 1).
    "Rosenbrock": Surface(
        lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
        ((1, 1),),
        501 + np.sqrt(501**2 - 400),
        spacing=6,
    ),
    "many minima": Surface(
        lambda x, y: (x**2 + y**2) / 2 + BUMP * (2 - np.cos(OFTEN * x) - np.cos(OFTEN * y)),
        lambda x, y: (x + BUMP * OFTEN * sin(OFTEN * x), y + BUMP * OFTEN * sin(OFTEN * y)),
        ((0, 0),),
        1 + BUMP * OFTEN**2,
        spacing=1.3,
    ),
}


def walk(rule, gradient, start, steps):
    """The places of a walk (float64, at most `steps` + 1 rows of 2) by `rule.step(place, gradient)`.

    It ends early where it is beyond `FAR`, whose rows are cut there, or no number any more.
    """
    path = [np.array(start, dtype=float)]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            there = rule.step(path[-1], gradient(path[-1]))
            if not abs(there).max() < FAR:  # also where it is nan
                return np.array([*path, np.clip(np.nan_to_num(there, nan=FAR), -FAR, FAR)])
            path.append(there)
    return np.array(path)


def draw_surface(axes, surface):
    """Contour lines and the lowest points on `axes`, as the list of their artists."""
    grid = np.linspace(-SIDE, SIDE, 161)
    x, y = np.meshgrid(grid, grid)
    heights = surface.height(x, y)
    levels = heights.max() * np.linspace(0.05, 0.95, 13) ** surface.spacing
    lines = axes.contour(x, y, heights, levels, colors="#a6a6a6", linewidths=0.7)
    (lowest,) = axes.plot(
        *np.transpose(surface.lowest), "*", color="#808080", markersize=11, linestyle="none"
    )
    return [lines, lowest]
