"""Datasets: verified download, cache, offline fallback, splits.

`load_mnist()` gives the real MNIST (or, offline, a stand-in that says so); `split()` sets a validation part aside.
Importing this loads NumPy alone; what downloads and splits is loaded when it is used.
"""

from course_lib.data.idx import DataError
from course_lib.data.mnist import MNIST, load_mnist
from course_lib.data.splits import Examples, split

__all__ = ["MNIST", "DataError", "Examples", "load_mnist", "split"]
