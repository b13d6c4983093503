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


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x, size=n):\n    y = len(x)\n    return g(y, w[0], np.pi)", {"n", "g", "w", "np"}),
        ("class C(Base):\n    z = a\n    def m(self):\n        return self.b + c", {"Base", "a", "c"}),
        ("x = 1\nprint(x + y)", {"y"}),
        ("x = x + 1", {"x"}),
        ("x[0] = 1\nmodel.bias = 2", {"x", "model"}),
        ("for image in images:\n    print(image)", {"images"}),
        ("k = [i + j for i in x]", {"j", "x"}),
        ("f = lambda i: i + j", {"j"}),
    ],
)
def test_used_names(source, names):
    assert used_names(source) == names


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
