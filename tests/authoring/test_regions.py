"""Solution regions: cleared as nbgrader clears them, and only where unsolved code still runs."""

import textwrap

import pytest

from course_lib.authoring.regions import CODE_STUB, clear, misplaced_regions, region_problems


def cell(text):
    return textwrap.dedent(text).strip("\n")


def test_a_region_becomes_a_stub_with_the_indent_of_its_first_line():
    source = cell("""
        def f(x):
            ### BEGIN SOLUTION
            y = x
            return y
            ### END SOLUTION
        """)
    cleared = clear(source, CODE_STUB)
    assert cleared.source == "def f(x):\n    ...  # your code here"
    assert cleared.stubs == {2: 2}


def test_several_regions_keep_the_lines_where_they_began():
    source = cell("""
        class C:
            def a(self):
                ### BEGIN SOLUTION
                return 1
                ### END SOLUTION

            def b(self):
                ### BEGIN SOLUTION
                return 2
                ### END SOLUTION
        """)
    cleared = clear(source, CODE_STUB)
    assert cleared.stubs == {3: 3, 6: 8}
    assert misplaced_regions(cleared) == []


@pytest.mark.parametrize(
    ("lines", "where", "says"),
    [
        (["### BEGIN SOLUTION", "x"], 1, "never closed"),
        (["x", "### END SOLUTION"], 2, "without"),
        (["### BEGIN SOLUTION", "### BEGIN SOLUTION", "### END SOLUTION"], 2, "inside another"),
    ],
)
def test_markers_that_do_not_pair(lines, where, says):
    [(line, text)] = region_problems("\n".join(lines))
    assert line == where
    assert says in text


GOOD = [
    """
    def f(x):
        y = x
        ### BEGIN SOLUTION
        return y
        ### END SOLUTION
    """,
    """
    prediction = (
        ### BEGIN SOLUTION
        "b"
        ### END SOLUTION
    )
    """,
    """
    rate: float = (
        ### BEGIN SOLUTION
        0.1
        ### END SOLUTION
    )
    """,
]
BAD = [
    """
    def f(x):
        ### BEGIN SOLUTION
        y = x
        ### END SOLUTION
        return y
    """,
    """
    def f(x):
        for i in x:
            ### BEGIN SOLUTION
            return i
            ### END SOLUTION
    """,
    """
    ### BEGIN SOLUTION
    f = 3
    ### END SOLUTION
    """,
    """
    f = [
        ### BEGIN SOLUTION
        1, 2
        ### END SOLUTION
    ]
    """,
    """
    f = abs(
        ### BEGIN SOLUTION
        3
        ### END SOLUTION
    )
    """,
]


@pytest.mark.parametrize("source", GOOD)
def test_where_a_region_may_stand(source):
    assert misplaced_regions(clear(cell(source), CODE_STUB)) == []


@pytest.mark.parametrize("source", BAD)
def test_where_a_region_may_not_stand(source):
    source = cell(source)
    begun = next(n for n, line in enumerate(source.split("\n"), 1) if "BEGIN" in line)
    assert misplaced_regions(clear(source, CODE_STUB)) == [begun]
