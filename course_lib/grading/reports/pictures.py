"""The pictures of the class report: SVG in the page itself, in the course's colours, light and dark."""

import io
import re
from html import escape

import matplotlib
import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from course_lib.figures.style import FAINT, GREEN, GREY, INK, ORANGE, PURPLE, SKY, subplots
from course_lib.grading.reports.lesson_numbers import LessonNumbers, MeasuredNumbers

OUTCOMES = {
    "solved": (GREEN, ""),
    "wrong": (ORANGE, "//"),
    "open": (FAINT, ""),
    "lost": (PURPLE, "xx"),
}
SAID = {"solved": "solved", "wrong": "wrong", "open": "not attempted", "lost": "timed out or crashed"}
MOST_BARS = 25  # with more points than that, scores are put together


def score_distribution(numbers: LessonNumbers) -> str:
    """How many students have how many points."""
    figure, axes = subplots(width=460, height=270)
    width = max(1, -(-(numbers.out_of + 1) // MOST_BARS))
    edges = np.arange(0, numbers.out_of + width + 1, width) - 0.5
    counts, _ = np.histogram(numbers.scores, edges)
    middles = edges[:-1] + width / 2
    axes.bar(middles, counts, 0.82 * width, color=SKY, edgecolor=INK, linewidth=0.6)
    axes.axvline(numbers.median, color=INK, linestyle="--", linewidth=1.5)
    side = -1 if numbers.median > 0.6 * numbers.out_of else 1
    axes.annotate(
        f"median {numbers.median:g}", (numbers.median, 1), xycoords=("data", "axes fraction"),
        xytext=(5 * side, -2), textcoords="offset points", ha="left" if side > 0 else "right", va="top",
        color=INK,
    )  # fmt: skip
    axes.set(xlabel=f"points of {numbers.out_of}", ylabel="students", xlim=(edges[0] - 0.1, edges[-1] + 0.1))
    axes.set_ylim(0, 1.22 * max(1, counts.max()))
    _whole_numbers(axes)
    told = ", ".join(
        f"{_points(edge, width)} points: {count}" for edge, count in zip(edges, counts, strict=False) if count
    )
    return _svg(
        figure, f"How many students have how many points: {told or 'none'}. Median {numbers.median:g}."
    )


def points_per_exercise(numbers: LessonNumbers) -> str:
    """A bar for each exercise: how many solved it, were wrong, left it open, lost it."""
    rows = numbers.exercises
    figure, axes = subplots(width=560, height=75 + 27 * len(rows))
    for place, row in enumerate(rows):
        left = 0.0
        for outcome, (colour, hatch) in OUTCOMES.items():
            share = 100 * getattr(row, outcome) / max(1, row.all)
            axes.barh(
                place,
                share,
                0.68,
                left,
                color=colour,
                hatch=hatch,
                edgecolor=INK,
                linewidth=0.6 if share else 0,
            )
            left += share
        axes.text(102, place, f"{100 * row.solved / max(1, row.all):.0f} %", va="center", color=INK)
    labels = [f"{row.id}  ({row.points})" for row in rows]
    axes.set_yticks(range(len(rows)), labels)
    axes.set(xlim=(0, 100), ylim=(len(rows) - 0.4, -0.6), xlabel="% of students; beside the bar: solved")
    axes.grid(False, axis="y")
    handles = [
        matplotlib.patches.Patch(
            facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.6, label=SAID[outcome]
        )
        for outcome, (colour, hatch) in OUTCOMES.items()
        if any(getattr(row, outcome) for row in rows)
    ]
    figure.legend(
        handles=handles, loc="outside upper right", ncols=4, handlelength=1.4, frameon=False, labelcolor=INK
    )
    told = "; ".join(f"{row.id}: {row.solved} of {row.all} solved" for row in rows)
    return _svg(figure, f"Who solved what: {told}.")


def time_distribution(numbers: LessonNumbers) -> str:
    """How long the grading of a submission took; the axis is logarithmic, for a hang takes a thousand times as long."""
    figure, axes = subplots(width=460, height=230)
    seconds = np.maximum(numbers.seconds, 1e-3)
    low, high = np.floor(np.log10(seconds.min())), np.ceil(np.log10(seconds.max()) + 1e-9)
    edges = np.logspace(low, max(high, low + 1), int(8 * max(high - low, 1)) + 1)
    counts, _ = np.histogram(seconds, edges)
    axes.hist(seconds, edges, color=GREY, edgecolor=INK, linewidth=0.6, alpha=0.75)
    axes.set_xscale("log")
    axes.axvline(numbers.usual_seconds, color=INK, linestyle="--", linewidth=1.5)
    axes.set(xlabel="seconds a submission", ylabel="submissions", ylim=(0, 1.15 * max(1, counts.max())))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.grid(False, axis="x")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    told = f"median {numbers.usual_seconds:.2g} s, longest {max(numbers.seconds):.3g} s"
    return _svg(figure, f"Seconds that the grading of a submission took: {told}.")


def measured_distribution(measured: MeasuredNumbers) -> str:
    """How many students' networks reach which accuracy, in percent; far below the goals all stand in the first bar."""
    figure, axes = subplots(width=460, height=270)
    low = np.floor(min(measured.goals)) - 1
    edges = np.linspace(low, 100, int(10 * (100 - low)) + 1)
    counts, _ = np.histogram(np.clip(measured.values, low, 100), edges)
    axes.bar(edges[:-1], counts, 0.1, align="edge", color=SKY, edgecolor=INK, linewidth=0.6)
    for goal in measured.goals:
        axes.axvline(goal, color=INK, linestyle="--", linewidth=1.5)
    axes.set(
        xlabel=f"% right (dashed: the goals; first bar: {low:g} or less)", ylabel="students", xlim=(low, 100)
    )
    axes.set_ylim(0, 1.15 * max(1, counts.max()))
    axes.grid(False, axis="x")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    reached = ", ".join(
        f"{sum(value >= goal for value in measured.values)} reach {goal:g} %" for goal in measured.goals
    )
    best = f"median {measured.median:.2f} %, best {max(measured.values):.2f} %"
    return _svg(figure, f"Accuracy of {len(measured.values)} networks: {reached}; {best}.")


def _whole_numbers(axes):
    axes.grid(False, axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=13))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))


def _points(edge, width):
    first = int(edge + 0.5)
    return str(first) if width == 1 else f"{first} to {first + width - 1}"


def _svg(figure, alt) -> str:
    """The picture as an element of the page. Its ink is the page's own, so that it turns light on dark."""
    text = io.StringIO()
    fixed = {"svg.fonttype": "none", "svg.hashsalt": alt, "font.family": "sans-serif"}
    with matplotlib.rc_context(fixed):
        figure.savefig(
            text,
            format="svg",
            facecolor="none",
            metadata={"Date": None, "Creator": None, "Type": None, "Format": None},
        )
    svg = text.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = svg.replace(INK, "currentColor").replace(FAINT, "var(--faint)")
    svg = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font: \1 system-ui, sans-serif", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
