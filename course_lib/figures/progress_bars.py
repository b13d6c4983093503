"""How far a learner is, lesson by lesson, as one bar each."""

from course_lib.figures.style import FAINT, GREEN, INK, ORANGE, subplots

ROW, AROUND = 32, 80  # CSS pixels: a lesson, title and legend
PARTS = {  # how each part of a bar is drawn
    "correct": {"color": GREEN},
    "attempted": {"facecolor": "none", "edgecolor": ORANGE, "hatch": "////"},
    "not attempted": {"facecolor": "none", "edgecolor": FAINT},
}


def progress_bars(progress):
    """The picture of a `course_lib.exercises.progress()`: (matplotlib figure, alt text).

    The parts of a lesson's bar are its exercises: correct (full), attempted (hatched), not attempted (empty).
    """
    from matplotlib.patches import Patch

    lines = progress.lessons
    figure, axes = subplots(width=760, height=ROW * len(lines) + AROUND)
    for place, line in enumerate(lines):
        _draw_bar(axes, place, line)
    axes.set_yticks(range(len(lines)), [f"{line.lesson} {line.title}" for line in lines], fontsize=9.5)
    axes.set(xlim=(0, 1.45), ylim=(len(lines) - 0.4, -0.6), xticks=[])
    total = progress.total
    title = f"{total.passed} of {total.exercises} exercises correct, {total.points} of {total.out_of} points"
    axes.set_title(title, loc="left", color=INK)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    axes.tick_params(axis="y", length=0)
    patches = [Patch(**looks, label=name) for name, looks in PARTS.items()]
    axes.legend(handles=patches, loc="upper left", bbox_to_anchor=(0, 0), ncols=3, frameon=False, fontsize=9)
    return figure, _alt(progress)


def _draw_bar(axes, place, line):
    shares = (line.passed, line.tried - line.passed, line.exercises - line.tried)
    begin = 0
    for share, looks in zip(shares, PARTS.values(), strict=True):
        if share:
            axes.barh(place, share / line.exercises, left=begin, height=0.6, **looks)
            begin += share / line.exercises
    done = " ✓" if line.exercises and line.passed == line.exercises else ""
    counts = f"{line.passed} of {line.exercises}{done}, {line.points} of {line.out_of} points"
    axes.text(1.02, place, counts, va="center", color=INK, fontsize=9.5)


def _alt(progress):
    lessons = "; ".join(
        f"{line.lesson} {line.title}: {line.passed} of {line.exercises} correct, {line.tried} attempted"
        for line in progress.lessons
    )
    return f"Progress in {len(progress.lessons)} lessons, one bar each. {lessons}."
