"""The learner's own function in a figure: tried on copies, and never trusted to be there, to end or to make sense."""

import numpy as np

from course_lib.exercises.timelimit import TimeUp, call_within

PATIENCE = 1.0  # seconds for one call
_endless = {}  # functions that took longer, by id: not called again at every move of a slider

# How a figure marks the learner's own values, so that the course's line stays visible below them.
HOLLOW = {"markersize": 5.5, "markerfacecolor": "none", "markeredgewidth": 1.2}


def own_values(function, *arguments, shape=()):
    """What the learner's function gives for these arguments, and what is wrong with it.

    Returns `(values, "")`, with float64 values of `shape`, or `(None, problem)`, where `problem` is a few words for
    `Frame.problem`: not written yet, raised an error, took over a second, no numbers, another shape, not finite.
    Never raises, and calls a function that took too long only once.
    """
    name = getattr(function, "__name__", "<").partition("<")[0] or "your function"  # a lambda is "<lambda>"
    if function is None or function is Ellipsis:
        return None, "your function is not written yet"
    try:
        result = _call(function, arguments)
    except NotImplementedError:
        return None, f"{name} is not written yet"
    except TimeUp:
        return None, f"{name} took longer than {PATIENCE:g} second and was stopped"
    except (Exception, SystemExit) as error:
        return None, f"{name} raised {type(error).__name__}: {_short(error)}"
    if result is None or result is Ellipsis:
        return None, f"{name} is not written yet"
    return _numbers(name, result, shape)


def _call(function, arguments):
    if id(function) in _endless:
        raise TimeUp
    try:
        with np.errstate(all="ignore"):
            return call_within(PATIENCE, lambda: function(*map(_copy, arguments)))
    except TimeUp:
        _endless[id(function)] = function
        raise


def _numbers(name, result, shape):
    try:
        values = np.asarray(result.detach().cpu() if hasattr(result, "detach") else result)
        if values.dtype.kind not in "biuf":
            raise TypeError
        values = values.astype(float)
    except Exception:
        return None, f"{name} gives no numbers, but {type(result).__name__}"
    if values.shape != shape:
        return None, f"{name} gives an array of shape {values.shape}; {shape or 'one number'} was expected"
    if not np.isfinite(values).all():
        return None, f"{name} gives {values[~np.isfinite(values)][0]} here"
    return values, ""


def _copy(argument):
    return argument.copy() if isinstance(argument, np.ndarray) else argument


def _short(error, most=120):
    text = " ".join(str(error).split())
    return text if len(text) <= most else text[: most - 1] + "…"
