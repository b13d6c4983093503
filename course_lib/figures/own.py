"""The learner's own function in a figure: tried on copies, and never trusted to be there, to work or to make sense."""

import numpy as np

# How a figure marks the learner's own values, so that the course's line stays visible below them.
HOLLOW = {"markersize": 5.5, "markerfacecolor": "none", "markeredgewidth": 1.2}


def own_values(function, *arguments, shape=()):
    """What the learner's function gives for these arguments, and what is wrong with it.

    Returns `(values, "")`, with float64 values of `shape`, or `(None, problem)`, where `problem` is a few words for
    `Frame.problem`: not written yet, raised an error, no numbers, another shape, not finite. Never raises.
    """
    name = getattr(function, "__name__", "<").partition("<")[0] or "your function"  # a lambda is "<lambda>"
    if function is None or function is Ellipsis:
        return None, "your function is not written yet"
    try:
        with np.errstate(all="ignore"):
            result = function(*map(_copy, arguments))
    except NotImplementedError:
        return None, f"{name} is not written yet"
    except Exception as error:
        return None, f"{name} raised {type(error).__name__}: {error}"
    if result is None or result is Ellipsis:
        return None, f"{name} is not written yet"
    return _numbers(name, result, shape)


def _numbers(name, result, shape):
    try:
        values = np.asarray(result, dtype=float)
    except Exception:
        return None, f"{name} gives no numbers, but {type(result).__name__}"
    if values.shape != shape:
        return None, f"{name} gives an array of shape {values.shape}; {shape or 'one number'} was expected"
    if not np.isfinite(values).all():
        return None, f"{name} gives {values[~np.isfinite(values)][0]} here"
    return values, ""


def _copy(argument):
    return argument.copy() if isinstance(argument, np.ndarray) else argument
