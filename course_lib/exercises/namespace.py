"""Which code is the learner's: all that shares the globals of the answer (a notebook's cells share one such dict)."""

import functools
import inspect

import numpy as np


def namespace_of(answer) -> dict | None:
    """The globals that `answer` was defined in; None where that can't be told (a NumPy function, say)."""
    if isinstance(answer, functools.partial):
        return namespace_of(answer.func)
    if isinstance(answer, np.vectorize):
        return namespace_of(answer.pyfunc)
    for function in _functions_of(answer):
        found = getattr(_unwrapped(function), "__globals__", None)
        if found is not None:
            return found
    return None


def _unwrapped(function):
    try:
        return inspect.unwrap(function)
    except ValueError:  # it wraps itself
        return function


def _functions_of(answer):
    if inspect.isfunction(answer) or inspect.ismethod(answer):
        return [answer]
    owner = answer if inspect.isclass(answer) else type(answer)
    return [member for member in vars(owner).values() if inspect.isfunction(member)]
