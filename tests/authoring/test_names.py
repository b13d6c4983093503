"""Names that cells define and use, and which cells need which."""

import pytest

from course_lib.authoring.names import cells_needed, defined_names, used_names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x):\n    y = 1", {"f"}),
        ("class C:\n    z = 1", {"C"}),
        ("a = b = 1\nc: int = 2\nd, (e, *f) = x", {"a", "b", "c", "d", "e", "f"}),
        ("import numpy as np\nimport os.path\nfrom torch import nn, optim as o", {"np", "os", "nn", "o"}),
        ("for i in x:\n    j = i", {"i", "j"}),
        ("with open(x) as file:\n    pass", {"file"}),
        ("x[0] = 1\nx.y = 2", set()),
        ("k = [i for i in x]", {"k"}),
    ],
)
def test_defined_names(source, names):
    assert defined_names(source) == names


def test_used_names_reach_into_functions_and_leave_builtins_out():
    assert used_names("def f(x):\n    return g(len(x), y[0])") == {"g", "x", "y"}


def test_cells_need_the_last_definition_before_them():
    sources = [
        "import numpy as np",
        "w = 1",
        "w = np.array(2)",
        "heavy = train()",
        "%timeit 3",
        "def f(x):\n    return w * x",
        'check("f", f)',
        "w = 3",
    ]
    assert cells_needed(sources, [6]) == [0, 2, 5, 6]
    assert cells_needed(sources, []) == []
