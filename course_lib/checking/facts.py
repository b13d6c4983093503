"""What one cell does with names, read from its text once; and which cells an answer needs, by these facts."""

import ast
from dataclasses import dataclass
from functools import lru_cache

from course_lib.authoring.names import defined_names, used_names

HARMLESS = {
    "check",
    "hint",
    "solution",
    "print",
    "display",
    "show",
    "len",
    "type",
    "list",
    "sum",
    "min",
    "max",
}
NONE = frozenset()


@dataclass(frozen=True)
class Facts:
    """Names in a cell: those that it defines (some by an import alone), looks up, and may change the objects of.

    `variables` are assigned: data and objects, which later cells may change; functions and imports stay what they are.
    `foreign` are names taken from somewhere else: `sigmoid` in `nn.sigmoid` and in `from nn import sigmoid`.
    `checks` are the ids in its calls of check("id", …); `only_checks`: it is one such call and nothing else.
    """

    defines: frozenset = NONE
    imports: frozenset = NONE
    uses: frozenset = NONE
    variables: frozenset = NONE
    changes: frozenset = NONE
    foreign: frozenset = NONE
    checks: tuple = ()
    only_checks: bool = False


@lru_cache(maxsize=4096)
def facts_of(source: str) -> Facts:
    """The facts of a cell; none at all where it is no Python (or too deep for Python's own parser)."""
    try:
        tree = ast.parse(source)
        defines, uses = frozenset(defined_names(source)), frozenset(used_names(source))
        nodes = list(ast.walk(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Facts()
    checks = tuple(filter(None, map(_checked_id, nodes)))
    by_import = [
        name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for name in _names(node)
    ]
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return Facts(
        defines,
        frozenset(by_import),
        uses,
        frozenset(stored) & defines,
        _changed(nodes),
        _foreign(nodes),
        checks,
        bool(checks) and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr),
    )


def places_needed(sources, name: str) -> set[int]:
    """Places of the cells that `name` needs: those that make the names that it uses, and those that change them."""
    end = len(sources)
    return closure([*map(facts_of, sources), Facts(uses=frozenset([name]))], {end}, end) - {end}


def closure(facts, wanted: set[int], end: int) -> set[int]:
    """The wanted cells and all that they need: the makers of the names they use, and what changes these before `end`."""
    wanted = set(wanted)
    while True:
        needed = _with_makers(facts, wanted)
        variables = frozenset().union(*(facts[place].variables for place in needed))
        changing = {place for place in range(end) if facts[place].changes & variables}
        if changing <= needed:
            return needed
        wanted |= changing


def _with_makers(facts, wanted):
    needed, waiting = set(), list(wanted)
    while waiting:
        place = waiting.pop()
        if place not in needed:
            needed.add(place)
            makers = (_maker(facts, place, name) for name in facts[place].uses)
            waiting += [maker for maker in makers if maker is not None]
    return needed


def _maker(facts, place, name):
    """The last cell before `place` that defines a name; where cells were moved about, the first one after it."""
    places = [*range(place - 1, -1, -1), *range(place + 1, len(facts))]
    return next((other for other in places if name in facts[other].defines), None)


def _checked_id(node):
    """The id in a call check("id", …), else None."""
    if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and node.args):
        return None
    first = node.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _names(node):
    return {(alias.asname or alias.name).split(".")[0] for alias in node.names}


def _changed(nodes):
    """Names whose objects a cell may change: `x[0] = 1`, `x.y = 1`, `x.train()`, `fit(x)`; printing changes nothing."""
    changed = set()
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            changed |= _inside(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in HARMLESS:
            changed |= _inside(node.func.value) if isinstance(node.func, ast.Attribute) else set()
            changed |= {argument.id for argument in node.args if isinstance(argument, ast.Name)}
    return frozenset(changed)


def _inside(node):
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _foreign(nodes):
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return frozenset(attributes | imported)
