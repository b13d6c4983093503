"""Run the text of a cell as a notebook's kernel would.

Most cells are plain Python, and these run without IPython's own machinery: it touches a thousand pages of memory, each
of which is copied for a forked child. Magic commands, `await` outside of functions and what is no Python go through it.
"""

import ast
from functools import lru_cache


def as_python(shell, source: str) -> str:
    """The cell as plain Python: `%magic`, `!command` and `help?` become calls."""
    return source if _is_python(source) else shell.transform_cell(source)


def run_source(shell, source: str) -> BaseException | None:
    """Run a cell; returns what it raised."""
    try:
        file = shell.compile.cache(source)
        code = compile(source, file, "exec", flags=shell.compile.flags, dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        result = shell.run_cell(source, store_history=False)
        return result.error_before_exec or result.error_in_exec
    try:
        exec(code, shell.user_global_ns, shell.user_ns)
    except BaseException as error:
        return error
    return None


@lru_cache(maxsize=4096)
def _is_python(source):
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True
