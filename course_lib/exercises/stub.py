"""Tell an exercise that is not yet written from one that is written and wrong."""

import ast
import dis
import inspect
import textwrap

NOTHING_DONE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "COPY_FREE_VARS"}


def unwritten(answer) -> tuple[str, ...]:
    """Names of the functions in `answer` (a function, or the methods of a class) that are still stubs."""
    if inspect.isclass(answer):
        functions = [value for value in vars(answer).values() if inspect.isfunction(value)]
    else:
        functions = [answer] if inspect.isfunction(answer) else []
    return tuple(function.__name__ for function in functions if is_stub(function))


def is_stub(function) -> bool:
    """Whether a function still ends in `...`, `pass` or `raise NotImplementedError`, or does nothing at all."""
    return _does_nothing(function) or _ends_in_placeholder(function)


def _does_nothing(function):
    names = {instruction.opname for instruction in dis.get_instructions(function)}
    return names <= NOTHING_DONE and set(function.__code__.co_consts) <= {None, function.__doc__, Ellipsis}


def _ends_in_placeholder(function):
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        last = tree.body[0].body[-1]
    except (OSError, SyntaxError, IndexError, AttributeError, TypeError, ValueError):
        return False  # no source to look at: a lambda, a string given to exec
    if isinstance(last, ast.Raise):
        return "NotImplementedError" in ast.dump(last)
    return isinstance(last, ast.Pass) or (
        isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is Ellipsis
    )
