"""Solution regions: what stands between `### BEGIN SOLUTION` and `### END SOLUTION`, as nbgrader reads it.

A learner sees a stub in a region's place. That must leave code which runs and whose exercise reads as not attempted:
a function that returns None, or a value that is `...`.
"""

import ast
from dataclasses import dataclass

BEGIN = "BEGIN SOLUTION"
END = "END SOLUTION"
CODE_STUB = "...  # your code here"
TEXT_STUB = "YOUR ANSWER HERE"


@dataclass(frozen=True)
class Cleared:
    """A cell without its solutions. `stubs` maps the line of each stub to the line where its region began (from 1)."""

    source: str
    stubs: dict


def region_problems(source):
    """What is wrong with the markers of a cell, as (line, what and how to mend)."""
    problems, begun = [], None
    for number, line in enumerate(source.split("\n"), 1):
        if BEGIN in line:
            if begun:
                problems.append(
                    (number, "a solution region begins inside another. End the first one before this line.")
                )
            begun = begun or number
        elif END in line:
            if not begun:
                problems.append((number, f"`### {END}` without `### {BEGIN}` before it in this cell."))
            begun = None
    if begun:
        problems.append(
            (begun, f"this solution region is never closed. Write `### {END}` after its last line.")
        )
    return problems


def clear(source, stub):
    """`source` with every region replaced by the stub, indented as its BEGIN line is (as nbgrader does)."""
    lines, stubs, inside = [], {}, False
    for number, line in enumerate(source.split("\n"), 1):
        if BEGIN in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(indent + stub)
            stubs[len(lines)] = number
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    return Cleared("\n".join(lines), stubs)


def misplaced_regions(cleared):
    """Lines (in the cell with its solutions) of regions that are neither last in a function nor a value in parentheses.

    Raises SyntaxError where the cleared cell is not valid Python.
    """
    good_lines = {line for node in ast.walk(ast.parse(cleared.source)) for line in _places_for_a_stub(node)}
    return [begun for stub, begun in cleared.stubs.items() if stub not in good_lines]


def _places_for_a_stub(node):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and isinstance(node.body[-1], ast.Expr):
        yield node.body[-1].lineno
    if isinstance(node, ast.Assign | ast.AnnAssign) and _is_dots(node.value):
        yield node.value.lineno


def _is_dots(node):
    return isinstance(node, ast.Constant) and node.value is ...
