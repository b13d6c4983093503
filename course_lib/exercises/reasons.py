"""Why an exception was raised, in plain words: the ones that learners of this course meet most."""

import re
from difflib import get_close_matches
from types import ModuleType

import numpy as np

CLOSE = 0.65  # of difflib's 0 to 1: less, and `divmod` is offered for `sigmoid`

REASONS = (
    ("NameError", r"", "Python does not know this name. Is it misspelt, or is the cell that defines it not run yet?"),
    (
        "UnboundLocalError",
        r"",
        "The name gets a value only further down, or only in a branch that was not taken. Give it one first.",
    ),
    (
        "ValueError",
        r"truth value of an array|Boolean value of Tensor",
        "`if`, `and`, `or`, `max` and `min` need one True or False, and an array holds many. Use np.where(condition, a, b), np.maximum, or & and |.",
    ),
    (
        "RuntimeError",
        r"Boolean value of Tensor",
        "`if`, `and` and `or` need one True or False, and a tensor holds many. Use torch.where(condition, a, b).",
    ),
    (
        "ValueError",
        r"could not be broadcast|non-broadcastable|not aligned|mismatch in its core dimension",
        "The shapes do not fit together. Print them (x.shape); a product A @ B needs A's last axis as long as B's first, + and * need axes that are equal or 1.",
    ),
    (
        "RuntimeError",
        r"must match the size|shapes cannot be multiplied|size mismatch",
        "The shapes do not fit together. Print them (x.shape); a product A @ B needs A's last axis as long as B's first.",
    ),
    ("ValueError", r"setting an array element with a sequence|inhomogeneous", "The rows are not all of one length, so they make no array."),
    ("ValueError", r"math domain error|expected a (nonnegative|positive)", "The logarithm or root of a number that has none: of 0 or below."),
    ("ValueError", r"read-only", "This array must not be changed. Make a new one: x = x.copy()."),
    ("ValueError", r"unpack", "The number of names on the left is not the number of values on the right."),
    ("ValueError", r"matmul|dot", "A product with @ needs arrays with at least one axis, not single numbers: use * for numbers."),
    (
        "TypeError",
        r"(only \S+ arrays can be converted|converted to Python scalars|must be real number, not (nd)?array)",
        "One number is needed here, and an array holds many. `float`, `int` and the functions of `math` take one; np.exp and np.log take a whole array.",
    ),
    (
        "TypeError",
        r"positional argument|required positional|keyword argument",
        "The call and the function's list of arguments do not fit. Keep the first line of the function as it was given.",
    ),
    ("TypeError", r"must be Tensor, not|expected Tensor as element|received an invalid combination", "A torch function got a NumPy array. Turn it into a tensor first: torch.from_numpy(x)."),
    ("TypeError", r"object is not callable", "Something that is no function stands before round brackets. A missing * or a name used twice?"),
    ("TypeError", r"not subscriptable|object is not iterable|no len\(\)|unsized object", "This is a single thing, without elements to take or count. The input may be a single number, too."),
    ("TypeError", r"only integer scalar arrays", "A list or a tuple takes one whole number in its square brackets, no array of them. Make a list an array: np.array(your_list). np.where(condition) returns a tuple: take its [0]."),
    ("TypeError", r"NoneType", "One of the values is None: a function before it returned nothing."),
    ("TypeError", r"numpy boolean (subtract|negative)", "True and False can't be subtracted. Turn them into numbers first: mask.astype(float)."),
    ("TypeError", r"Cannot cast|casting rule|_UFuncOutputCastingError", "The result has decimals and is written into an array of whole numbers. Make that array of floats."),
    ("UFuncTypeError", r"", "The result has decimals and is written into an array of whole numbers. Make that array of floats."),
    ("TypeError", r"unsupported operand", "These two kinds of things can't be combined this way. Print type(...) of both."),
    ("IndexError", r"", "There is no element at this place. The first is 0, the last is the length minus 1; print x.shape."),
    ("KeyError", r"", "The dict has no such key. Print its keys: list(d)."),
    ("ZeroDivisionError", r"", "A division by zero. Which input makes the divisor zero?"),
    ("OverflowError", r"", "The number is too large to hold. np.exp gives inf where math.exp gives up; better, rewrite the formula so that the exponent is never large."),
    ("RecursionError", r"", "The function calls itself without end. Is there a case in which it does not?"),
    ("AttributeError", r"NoneType", "The value before the dot is None: a function before it returned nothing, or it was never set."),
    ("AttributeError", r"", "The thing before the dot has nothing of this name. Is it misspelt, or is the thing of another type than you think?"),
    ("ModuleNotFoundError", r"", "This package is not installed here. The exercise needs none but those that the lesson imports."),
    ("ImportError", r"", "The module has nothing of this name to import."),
    ("AxisError", r"", "The array has no such axis: a 1-D array has axis 0 only. axis=-1 is always the last one."),
    ("MemoryError", r"", "The array would not fit into memory. Did two shapes blow up by broadcasting?"),
    ("AssertionError", r"", "An assert in the code did not hold."),
    ("SystemExit", r"", "exit() ends the whole program. Use return."),
    ("KeyboardInterrupt", r"", "The run was interrupted."),
)  # fmt: skip


def reason_for(error: BaseException, names=()) -> str:
    """One or two sentences on why `error` was raised; "" where nothing better than its message is known.

    `names` are those that could have been meant where one is unknown.
    """
    message = safe_message(error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    for kind, pattern, words in REASONS:
        if (kind == type(error).__name__ or (kind in kinds and pattern)) and re.search(pattern, message):
            return words + _did_you_mean(error, names)
    return ""


def safe_message(error: BaseException) -> str:
    """What the exception says, cut to 300 characters; "" where its own `__str__` fails."""
    try:
        return str(error)[:300]
    except BaseException:
        return ""


def _did_you_mean(error, names):
    wanted = getattr(error, "name", None)
    if not isinstance(wanted, str):
        return ""
    ours = _qualified(error, wanted)
    if ours:
        return f" Did you mean `{ours}`?"
    if isinstance(error, AttributeError):
        names = dir(type(error.obj)) + list(getattr(error.obj, "__dict__", ()))
    near = get_close_matches(wanted, [name for name in names if isinstance(name, str)], n=1, cutoff=CLOSE)
    return f" Did you mean `{near[0]}`?" if near and near[0] != wanted else ""


def _qualified(error, wanted):
    """`np.exp` for a bare `exp`, `nn.sigmoid` for a bare `sigmoid` or for `np.sigmoid`; "" for any other name."""
    from course_lib import nn

    if isinstance(error, NameError) and len(wanted) > 1 and callable(getattr(np, wanted, None)):
        return f"np.{wanted}"
    of_module = isinstance(error, AttributeError) and isinstance(error.obj, ModuleType)
    return f"nn.{wanted}" if (of_module or isinstance(error, NameError)) and wanted in nn.__all__ else ""
