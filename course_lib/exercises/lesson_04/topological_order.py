"""Exercise topological_order: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib import nn
from course_lib.exercises.spec import Exercise, Mistake


def topological_order(output):
    """A value is put down once all its inputs are."""
    order = []

    def visit(value):
        if value not in order:
            for one in value.inputs:
                visit(one)
            order.append(value)

    visit(output)
    return order


def order_in(answer, inputs_of):
    """Build a graph, and say of the order that the answer gives what any right order has in common.

    `inputs_of` names each value's inputs, as in {"a": (), "b": (), "c": ("a", "b")}; the last value is the output.
    """
    values = {}
    for number, (name, inputs) in enumerate(inputs_of.items()):
        values[name] = nn.Value(number, tuple(values[one] for one in inputs))
    order = answer(values[name])
    if order is None or order is Ellipsis:
        return None
    order = list(order)
    if not all(isinstance(value, nn.Value) for value in order):
        return {"only values in it": False}
    return {
        "only values in it": True,
        "how many different values": len(set(order)),
        "each value once": len(set(order)) == len(order),
        "where inputs stand": where_inputs_stand(order),
    }


def where_inputs_stand(order):
    """In words: before all that uses them, after it, or neither. An input that is missing stands nowhere."""
    places = {value: place for place, value in enumerate(order)}
    pairs = [(places.get(one), place) for place, value in enumerate(order) for one in value.inputs]
    if any(used is None for used, _ in pairs):
        return "some are missing"
    if all(used < place for used, place in pairs):
        return "before what uses them"
    return "after what uses them" if all(used > place for used, place in pairs) else "some before, some after"


def draw_graphs(rng):
    """A chain, a value used twice, graphs where the first sight of a value comes too early, a random one."""
    by_hand = [
        [(), (0,)],
        [(), (), (0, 1), (2, 0)],
        [(), (0,), (1,), (2, 0)],
        [(), (0,), (1,), (0, 2)],
        [(), (0,), (0,), (1, 2), (3, 1)],
        [(), (0, 0), (1, 1), (2, 2), (3, 3)],
    ]
    random = [()]
    for number in range(1, 9):
        random.append(tuple(int(place) for place in (*rng.integers(0, number, size=1), number - 1)))
    return [(named(graph),) for graph in (*by_hand, random)]


def named(graph):
    """The same graph with letters for numbers: [(), (0, 0)] becomes {"a": (), "b": ("a", "a")}."""
    letters = "abcdefghi"
    return {letters[k]: tuple(letters[one] for one in inputs) for k, inputs in enumerate(graph)}


def at_first_sight(output):
    """Breadth-first, then turned round."""
    order = [output]
    for value in order:
        order += [one for one in value.inputs if one not in order]
    return order[::-1]


def before_its_inputs(output):
    order = []

    def visit(value):
        if value not in order:
            order.append(value)
            for one in value.inputs:
                visit(one)

    visit(output)
    return order[::-1]


def at_first_visit(output):
    return before_its_inputs(output)[::-1]


def every_path(output):
    return [value for one in output.inputs for value in every_path(one)] + [output]


EXERCISE = Exercise(
    id="topological_order",
    name="topological_order",
    reference=topological_order,
    draw=draw_graphs,
    drive=order_in,
    points=2,
    mistakes=(
        Mistake(
            "Your order is right, but turned round: the output comes last, its inputs before it.",
            lambda output: topological_order(output)[::-1],
        ),
        Mistake(
            "You put a value down at first sight, and turn the list round. A value that is used early *and* late then "
            "comes too late: put it down when all its inputs are down.",
            at_first_sight,
        ),
        Mistake(
            "You put a value down before its inputs are. Visit the inputs first, then append the value. (Turning the "
            "list round is not enough: a value that is used early *and* late would come too late.)",
            at_first_visit,
        ),
        Mistake(
            "You put a value down before its inputs are, and turn the list round. Visit the inputs first, then append the "
            "value; then nothing has to be turned.",
            before_its_inputs,
        ),
        Mistake(
            "A value that is used twice stands in your list twice. Skip those that are there already.",
            every_path,
        ),
        Mistake(
            "The output itself is missing: it comes last.", lambda output: topological_order(output)[:-1]
        ),
        Mistake(
            "Your list holds the arrays in the values. Put the values themselves in: they know their inputs.",
            lambda output: [value.data for value in topological_order(output)],
        ),
        Mistake(
            "These are only the nearest inputs. They have inputs too: go on from each.",
            lambda output: [*dict.fromkeys(output.inputs), output],
        ),
        Mistake(
            "Values without inputs are missing: they are where gradients must arrive in the end.",
            lambda output: [value for value in topological_order(output) if value.inputs],
        ),
    ),
    hints=(
        "Before a value may be put down, all its inputs must be, and before them *their* inputs: a function that calls itself.",
        "Write a function visit(value) inside: it visits all of value.inputs, then appends the value to the list.",
        "A value that is in the list already needs no second visit.",
        "order = []\ndef visit(value):\n    if value not in order:\n        for one in value.inputs:\n"
        "            visit(one)\n        order.append(value)\nvisit(output)\nreturn order",
    ),
)
