"""Datasets: verified download, cache, offline fallback, splits.

`load_mnist()` gives the real MNIST (or, offline, a stand-in that says so); `split()` sets a validation part aside;
`toy()` draws points in the plane with two classes.
Importing this loads NumPy alone; what downloads and splits is loaded when it is used.
"""

from course_lib.data.idx import DataError
from course_lib.data.mnist import MNIST, load_mnist
from course_lib.data.splits import Examples, split
from course_lib.data.toys import TOYS, toy

__all__ = ["MNIST", "TOYS", "DataError", "Examples", "load_mnist", "split", "toy"]
