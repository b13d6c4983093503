"""Exercises: one spec each, and the check that tells a learner what is right and what to look at next.

Light: NumPy only. torch is touched only where it is already loaded.
"""

from course_lib.exercises.drives import call, measure_model, play_script
from course_lib.exercises.find import exercises_of, get_exercise, lesson_of, lessons
from course_lib.exercises.learner import check, examine, hint, solution
from course_lib.exercises.spec import Exercise, Goal, Mistake, Withheld
from course_lib.exercises.table import progress
from course_lib.exercises.verdict import State, Verdict

__all__ = [
    "Exercise",
    "Goal",
    "Mistake",
    "State",
    "Verdict",
    "Withheld",
    "call",
    "check",
    "examine",
    "exercises_of",
    "get_exercise",
    "hint",
    "lesson_of",
    "lessons",
    "measure_model",
    "play_script",
    "progress",
    "solution",
]
