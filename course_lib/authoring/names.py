"""Which names a cell defines and which it uses, read from its text."""

import ast
import builtins
import symtable


def defined_names(source):
    """Names that running `source` as a cell leaves behind: functions, classes, imports, assigned names."""
    names = set()
    for statement in ast.parse(source).body:
        names |= _bound(statement)
    return names


def _bound(node):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return set()  # what they bind stays inside them
    names = set()
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        names.add(node.id)
    if isinstance(node, ast.Import | ast.ImportFrom):
        names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    for child in ast.iter_child_nodes(node):
        names |= _bound(child)
    return names


def used_names(source):
    """Names that running `source` as a cell, or calling what it defines, looks up in the notebook; builtins left out.

    Parameters and local names of functions are not, nor is what the cell itself defined by then.
    """
    used, defined = set(), set()
    for statement in ast.parse(source).body:
        text = ast.unparse(statement)
        if isinstance(statement, ast.For | ast.With):  # their targets are bound before their body runs
            defined |= {node.id for node in ast.walk(statement) if _is_target(node)}
        used |= _looked_up(symtable.symtable(text, "cell", "exec")) - defined
        defined |= defined_names(text)
    return used - set(dir(builtins))


def _is_target(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _looked_up(table):
    top = table.get_type() == "module"
    names = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (top or symbol.is_global())
    }
    return names.union(*(_looked_up(inner) for inner in table.get_children()))


def cells_needed(sources, wanted):
    """Which code cells `wanted` (places in `sources`) need before them: for each name that a needed cell uses, the last
    cell before it that defines the name. Returns places in order, `wanted` among them.
    """
    defines, uses = [_defined(source) for source in sources], [_used(source) for source in sources]
    needed, waiting = set(), list(wanted)
    while waiting:
        place = waiting.pop()
        if place not in needed:
            needed.add(place)
            makers = ([before for before in range(place) if name in defines[before]] for name in uses[place])
            waiting += [found[-1] for found in makers if found]
    return sorted(needed)


def _defined(source):
    try:
        return defined_names(source)
    except SyntaxError:  # a cell with IPython's magic commands
        return set()


def _used(source):
    try:
        return used_names(source)
    except SyntaxError:
        return set()
