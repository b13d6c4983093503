"""A small formula as a graph, walked forward and then backward, one operation at a time."""

import math

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.formula_graph import FORMULAS, STEPS, number, slopes_of, state_at, written
from course_lib.figures.frame import STILL, Frame
from course_lib.figures.style import BLUE, GREY, INK, VERMILLION

WIDTH, HEIGHT, BOX = 612, 340, (90, 62)
COLUMNS, ROWS = [48 + 129 * column for column in range(5)], {"top": 292, "middle": 190, "bottom": 88}


def backprop_steps():
    """Figure: three small formulas as graphs; a slider that plays walks forward, then backward, one operation a step."""
    controls = {
        "step": Slider(0, STEPS, 0, label="step", play=0.8),
        "formula": Choice(tuple(FORMULAS), next(iter(FORMULAS)), label="formula"),
    }
    return Figure(_draw, _update, controls, width=WIDTH, height=HEIGHT)


def places(formula):
    """Where each box stands, by name: operations in the middle row, inputs around the first that uses them."""
    leaves, operations = FORMULAS[formula]
    found = {operation[0]: (COLUMNS[n], ROWS["middle"]) for n, operation in enumerate(operations, 1)}
    for column, (_, _, inputs) in enumerate(operations):
        for row, name in zip(("top", "bottom"), inputs, strict=False):
            if name in leaves and name not in found:
                found[name] = (COLUMNS[column], ROWS["bottom" if column else row])
    return found


def edges(formula):
    """Pairs (input, operation's name) in order."""
    return [(one, name) for name, _, inputs in FORMULAS[formula][1] for one in inputs]


def _draw(axes):
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    moving = {}
    for formula in FORMULAS:
        moving |= _graph(axes, formula, places(formula))
    moving["now"] = _box(axes, (0, 0), linewidth=2.5)
    moving["words"] = axes.text(6, 30, "", va="center", fontsize=10.5, linespacing=1.5)
    return moving


def _graph(axes, formula, where):
    """The artists of one formula's graph: what stays (boxes, names, arrows, the inputs' values), and what steps change.

    Text is what costs: a value never changes once it is known, so from step 4 on all of them stay, as "known".
    """
    pairs, values = edges(formula), state_at(formula, STEPS).values
    names = {name: name for name in where} | {
        operation[0]: written(operation) for operation in FORMULAS[formula][1]
    }
    still = [_box(axes, place, edgecolor=GREY) for place in where.values()]
    still += [_text(axes, x, y + 19, names[name]) for name, (x, y) in where.items()]
    leaves, known = (
        [_value(axes, where[name], values[name]) for name in names] for names in _parted(formula)
    )
    lines = [_arrow(where[start], where[end], color=GREY, arrowstyle="-") for start, end in pairs]
    # Lines without heads: those point whichever way the walk goes.
    still += [axes.add_patch(line) for line in lines]
    arrows = [_arrow(where[start], where[end], color=VERMILLION, linewidth=2) for start, end in pairs]
    artists = {
        "graph": still + leaves,
        "known": known,
        "arrows": [axes.add_patch(arrow) for arrow in arrows],
        "slopes": [_text(axes, *_beside(where[a], where[b]), va="bottom", fontsize=9) for a, b in pairs],
        "values": [_value(axes, where[name]) for name in _parted(formula)[1]],
        "gradients": [_text(axes, x, y - 19, fontsize=8.5, color=VERMILLION) for x, y in where.values()],
    }
    return {f"{formula} {kind}": parts for kind, parts in artists.items()}


def _parted(formula):
    """The names of the inputs, and those of the operations."""
    leaves, operations = FORMULAS[formula]
    return list(leaves), [operation[0] for operation in operations]


def _value(axes, place, value=None):
    return _text(axes, *place, "" if value is None else number(value), fontsize=12)


def _box(axes, place, **look):
    corner = (place[0] - BOX[0] / 2, place[1] - BOX[1] / 2)
    return axes.add_patch(FancyBboxPatch(corner, *BOX, "round,pad=0,rounding_size=8", fill=False, **look))


def _text(axes, x, y, text="", va="center", **look):
    return axes.text(x, y, text, ha="center", va=va, **look)


def _arrow(start, end, **look):
    (x, y), (to_x, to_y) = start, end
    half_width, half_height = BOX[0] / 2, BOX[1] / 2
    if to_x - x > COLUMNS[1]:  # over the box between: from the side, down onto the top
        tail, head, bend = (x + half_width, y), (to_x, to_y + half_height), -0.35
    elif y == to_y:
        tail, head, bend = (x + half_width, y), (to_x - half_width, to_y), 0
    else:
        up = math.copysign(1, to_y - y)
        tail, head, bend = (x, y + up * half_height), (to_x - half_width, to_y), 0.25 * up
    size = {"mutation_scale": 11, "shrinkA": 1, "shrinkB": 1}
    return FancyArrowPatch(tail, head, connectionstyle=f"arc3,rad={bend}", **size, **look)


def _beside(start, end):
    """Where the local derivative of an arrow is written: above a flat one, outside a bent one."""
    (x, y), (to_x, to_y) = start, end
    if to_x - x > COLUMNS[1]:
        return (x + to_x) / 2 + 40, y - 16
    if y == to_y:
        return (x + to_x) / 2, y + 4
    return x + 0.52 * (to_x - x), y + 0.6 * (to_y - y) + (6 if y > to_y else -18)


def _update(step, formula):
    state, where = state_at(formula, step), places(formula)
    operations = {operation[0]: operation for operation in FORMULAS[formula][1]}
    colour = VERMILLION if state.backward else BLUE
    crossed = [end == state.now and step not in (0, STEPS // 2 + 1) for _, end in edges(formula)]
    arrow = {"color": colour, "arrowstyle": "<|-" if state.backward else "-|>"}
    look = {
        "arrows": [arrow | {"visible": now} for now in crossed],
        "slopes": [
            {"text": _slope(state, operations[end], start), "color": colour if now else INK}
            for (start, end), now in zip(edges(formula), crossed, strict=True)
        ],
        "values": [number(state.values[n]) if n in state.values else "" for n in operations],
        "gradients": [
            f"gradient {number(state.gradients[n])}" if n in state.gradients else "" for n in where
        ],
    }
    if step >= len(operations):
        look["known"] = STILL
        del look["values"]
    artists = {f"{formula} {kind}": data for kind, data in look.items()}
    artists |= {f"{formula} graph": STILL, "words": state.words}
    if state.now:
        x, y = where[state.now]
        artists["now"] = {"x": x - BOX[0] / 2, "y": y - BOX[1] / 2, "edgecolor": colour}
    return Frame(artists, _alt(formula, step, state), {"step": f"{step} of {STEPS}, {_phase(step)}"})


def _slope(state, operation, start):
    name, _, inputs = operation
    if name not in state.values:
        return ""
    return f"×{number(slopes_of(state.values, operation)[inputs.index(start)])}"


def _phase(step):
    return "the start" if step == 0 else "forward" if step < 5 else "the turn" if step == 5 else "backward"


def _alt(formula, step, state):
    values = ", ".join(f"{name} = {number(value)}" for name, value in state.values.items())
    gradients = ", ".join(f"{name} {number(value)}" for name, value in state.gradients.items())
    return (
        f"The graph of L = {formula.partition(': ')[2] or formula}, step {step} of {STEPS}. Values so far: {values}. "
        f"Gradients of L so far: {gradients or 'none'}. {' '.join(state.words.split())}"
    )
