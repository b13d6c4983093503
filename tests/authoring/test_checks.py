"""Every authoring mistake is found, in its line, and said with how to mend it."""

import pytest

from course_lib.authoring.checks import check_lesson
from course_lib.authoring.parse import parse


def problems_of(course, owners=None):
    """(line, what is said) of every problem of the sample lesson as it stands."""
    text = (course.root / "lessons" / "01_sample.py").read_text()
    found = check_lesson(parse(text, "lessons/01_sample.py"), course.exercises_of("01"), owners)
    return sorted((problem.line, problem.says) for problem in found)


def change(course, old, new):
    """Change the lesson in one place; returns the number of the line where the new text begins."""
    path = course.root / "lessons" / "01_sample.py"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def test_a_good_lesson_has_no_problem(course):
    assert problems_of(course) == []


@pytest.mark.parametrize(
    ("old", "new", "line_after", "says"),
    [
        ('# %% exercise="guess"', '# %% exercise="gues"', 0, "Did you mean 'guess'?"),
        ('# %% exercise="guess"', '# %% exercise="slope"', 0, "has no spec"),
        ('# %% exercise="guess"', "# %% exercise=guess", 0, "cannot be read"),
        ('# %% exercise="guess"', '# %% exercize="guess"', 0, "unknown option exercize"),
        ('# %% exercise="guess"', '# %% exercise="guess" points=2', 0, "stand in its spec"),
        ('# %% exercise="guess"', '# %% [markdown] exercise="guess"', 0, "is a code cell"),
        ("# %%\nprint(double(3))", "# %% [markdwn]\nprint(double(3))", 0, "means nothing here"),
        ("# %%\nprint(double(3))", "# %% [raw]\n# some text", 0, "raw cell"),
        ('# %% [markdown] written="why" points=2', '# %% [markdown] written="why"', 0, "go together"),
        ('# %% [markdown] written="why" points=2', '# %% [markdown] written="why" points=-1', 0, "whole number"),
        ('# %% [markdown] written="why" points=2', '# %% [markdown] written="why" points="2"', 0, "whole number"),
        ("# %%\nprint(double(3))", '# %% written="w" points=1\nprint(double(3))', 0, "is a Markdown cell"),
        ('# %% [markdown] written="why" points=2', '# %% [markdown] written="double" points=2', 0, "used already"),
        ('# %% [markdown] written="why" points=2', '# %% [markdown] written="w h y" points=2', 0, "letters, digits"),
        ("    return 2 * x\n    ### END SOLUTION", "    return 2 * x", -1, "never closed"),
        ("    ### BEGIN SOLUTION\n    return 2 * x", "    return 2 * x", 1, "without"),
        ("    return 2 * x\n", "    ### BEGIN SOLUTION\n    return 2 * x\n", 0, "inside another"),
        ("print(double(3))", "### BEGIN SOLUTION\nprint(double(3))\n### END SOLUTION", 0, "outside an exercise"),
        ("# Twice a number.", "# ### BEGIN SOLUTION\n# Twice\n# ### END SOLUTION", 0, "outside an exercise"),
        ("# Twice a number.", "# Twice a number: ![](two.png)", 0, "no alt text"),
        ("print(double(3))", "x = 1\n" * 21, -1, "a code cell of 21 lines"),
        ("print(double(3))", "", -1, "empty"),
        ("print(double(3))", 'x = 1\ncheck("double", double)', 1, "by itself"),
        ("# Hello.", '# Hello.\n#\n# <img src="a.png">', 2, "no alt text"),
        ("def double(x):", "def twice(x):", -1, "does not define `double`"),
        ("prediction = (", "guess = (", -1, "does not define `prediction`"),
        ("    ### END SOLUTION\n\n\n# %%", "    ### END SOLUTION\n    return 3\n\n\n# %%", -2, "last thing in its function"),
        ("prediction = (", "if True:\n  prediction = abs(", 2, "last thing in its function"),
        ('    """Twice x, a number."""\n    ### BEGIN', "    if x:\n        pass\n    else:\n        pass\n    ### BEGIN", None, None),
    ],
)  # fmt: skip
def test_each_mistake_is_said_in_its_line(course, old, new, line_after, says):
    line = change(course, old, new)
    found = problems_of(course)
    if says is None:
        assert found == []
    else:
        assert any(where == line + line_after and says in what for where, what in found), found


def test_an_exercise_without_a_region(course):
    line = change(
        course, "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "    return 2 * x"
    )
    assert problems_of(course) == [
        (
            line - 3,
            "nothing to solve here: put the solution between `### BEGIN SOLUTION` and `### END SOLUTION`.",
        )
    ]


def test_a_cell_that_is_no_python_once_it_is_cleared(course):
    change(course, 'prediction = (\n    ### BEGIN SOLUTION\n    "b"\n', 'prediction = (\n    "a"\n    ### BEGIN SOLUTION\n    "b"\n')  # fmt: skip
    [(_, says)] = problems_of(course)
    assert "not valid Python with its solution taken out" in says


def test_the_same_exercise_twice(course):
    cell = '# %% exercise="double"\ndef double(x):\n    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION\n\n\n# %%\nprint(double(3))'
    line = change(course, "# %%\nprint(double(3))", cell)
    [(where, says)] = problems_of(course)
    assert where == line
    assert "'double' is used already, in line 21" in says


def test_two_exercises_that_define_one_name(course):
    course.exercises["01"][0] = type(course.exercises["01"][0])("double", "prediction")
    change(course, "def double(x):", "def prediction(x):")
    [(where, says)] = problems_of(course)
    assert where == 29
    assert "line 21 defines `prediction` as well" in says


def test_specs_nobody_uses_or_that_clash(course):
    spec = type(course.exercises["01"][0])
    course.exercises["01"] += [spec("spare", "spare"), spec("guess", "prediction")]
    found = problems_of(course, owners={"double": "02"})
    assert [line for line, _ in found] == [1, 21, 29]
    says = " ".join(says for _, says in found)
    assert "no cell uses the spec 'spare'" in says
    assert "two specs of this lesson have the id 'guess'" in says
    assert "lesson_02 has the id 'double' as well" in says


def test_a_spec_of_another_lesson_is_named(course):
    change(course, '# %% exercise="guess"', '# %% exercise="slope"')
    assert any("lesson_03, another lesson" in says for _, says in problems_of(course, owners={"slope": "03"}))


def test_all_mistakes_are_said_at_once(course):
    change(course, "def double(x):", "def twice(x):")
    change(course, "# Hello.", "# ![](x.png)")
    change(course, '# %% exercise="guess"', '# %% exercise="gues"')
    assert len(problems_of(course)) == 4  # and the spec "guess" is used by no cell
