"""Results that are stored in a lesson are those of the real MNIST, never of its offline stand-in."""

import re


def uses_mnist(cells):
    """Whether a lesson or notebook loads MNIST (cells with a `source`, Markdown among them or not)."""
    return any(re.search(r"\bload_mnist\(", cell.source) for cell in cells)


def mnist_folder():
    """The folder with the real MNIST: the one that DOWNHILL_DATA names, or the user's cache when it is complete; or None."""
    from course_lib.data.cache import cache_folder
    from course_lib.data.idx import find
    from course_lib.data.mnist import MNIST_FILES, chosen_folder

    cache = cache_folder()
    return chosen_folder() or (cache if all(find(cache, wanted) for wanted in MNIST_FILES) else None)


def fetch_mnist():
    """Download MNIST into the user's cache unless it is here already; returns whether it is here then."""
    from course_lib.data import load_mnist

    return bool(mnist_folder()) or (load_mnist().source == "mnist" and bool(mnist_folder()))
