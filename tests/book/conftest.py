"""A small course with one of everything, built into a site once for all tests of a file."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from course_lib.exercises.spec import Exercise

LESSON = r'''
# %% [markdown]
# # 01 · A sample
# **You see that $x^2$ grows.**
#
# A long formula in a line: $y = x_1 + x_2 + x_3 + x_4 + x_5 + x_6 + x_7 + x_8 + x_9 + x_{10} + x_{11} + x_{12} + x_{13} + x_{14} + x_{15} + x_{16} + x_{17}$ and one of its own:
#
# $$y = x_1 + x_2 + x_3 + x_4 + x_5 + x_6 + x_7 + x_8 + x_9 + x_{10} + x_{11} + x_{12} + x_{13} + x_{14} + x_{15} + x_{16} + x_{17}$$
#
# | a wide table | of columns | that a phone | cannot show | beside each other |
# |---|---|---|---|---|
# | $\frac{1}{2}$ | aaaaaaaaaaaaaaaaa | bbbbbbbbbbbbbbbbb | ccccccccccccccccc | dddddddddddddd |

# %%
from course_lib.figures import Choice, Figure, Frame, Point, Slider, show, subplots


def check(exercise_id, answer):
    print("not", "attempted")


# %% [markdown]
# ## Twice


# %% exercise="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION


# %% [markdown] written="why" points=2
# Why?
#
# ### BEGIN SOLUTION
# Because **twice** is twice.
# ### END SOLUTION

# %%
print("twice 3 is", double(3), "and this line is much longer than any phone is wide, so that it has to scroll by itself")

# %% [markdown]
# ### Move it


# %%
def draw(axes):
    axes.set(xlim=(-3, 3), ylim=(-1, 10), xlabel="x")
    return {"point": axes.plot([], [], "o")[0]}


def update(at):
    problem = "" if double(at) else "nothing here </script>" if at == 0 else "not written yet"
    return Frame({"point": ([at], [at**2])}, alt=f"A point at {at}.", readouts={"twice": str(double(at))}, problem=problem)


Figure(draw, update, {"at": Slider(-3, 3, 1, label="x")}, height=200)


# %%
def update_more(at, color, place):
    return Frame({"point": ([at], [place[1]])}, alt=f"A {color} point at {at}.")


controls = {"at": Slider(0, 3, 1), "color": Choice(("red", "blue"), "red"), "place": Point(0, 2, label="the height")}
Figure(draw, update_more, controls, height=200)

# %%
figure, axes = subplots(height=120)
axes.plot([1, 2, 3])
show(figure, alt="A line from 1 up to 3.")

# %% [markdown]
# ## One question
# **1. What is twice 2?**
# <details><summary>4</summary><b>Yes.</b> $2 + 2 = 4$</details>
# <details><summary>5</summary>Not quite.</details>
#
# [Back](#twice)
'''


def twice(x):
    """The sample's reference."""
    return 2 * x


EXERCISE = Exercise(
    id="double",
    name="double",
    reference=twice,
    mistakes=(),
    hints=("Use `+`, not <.", "return x + x"),
    draw=lambda rng: [(1.0,)],
    explanation="Adding is enough.",
)


@dataclass
class Site:
    """A built site: where it stands, how Sphinx ended, and what was said while it was built."""

    root: Path
    status: int = -1
    said: list = field(default_factory=list)

    @property
    def html(self):
        """The folder of pages."""
        return self.root / "build" / "book" / "html"

    def page(self, name="01_sample"):
        """A page, parsed."""
        from bs4 import BeautifulSoup

        return BeautifulSoup((self.html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")

    def build(self):
        """Build the course, then the site of it."""
        from course_lib.authoring.build import build
        from course_lib.book.site import build_site

        assert build(self.root, exercises_of, say=self.said.append) == 0, self.said
        self.status = build_site(self.root, exercises_of, say=self.said.append)
        return self


def exercises_of(number):
    """The specs of the sample."""
    return [EXERCISE] if number == "01" else []


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The sample's site."""
    for package in ("latex2mathml", "myst_nb", "sphinx_book_theme", "ziamath"):
        pytest.importorskip(
            package, reason="the web edition's packages are not here: `make book-test` installs them"
        )
    root = tmp_path_factory.mktemp("course")
    (root / "lessons").mkdir()
    (root / "docs").mkdir()
    (root / "lessons" / "01_sample.py").write_text(LESSON.lstrip(), encoding="utf-8")
    (root / "docs" / "classroom.md").write_text("# A class\n\n[elsewhere](../README.md)\n", encoding="utf-8")
    return Site(root).build()
