"""Say which argument an answer ignores: found by trying, so it comes before every guess from the numbers."""

from course_lib.exercises.compare import find_fault
from course_lib.exercises.drives import call, play_script
from course_lib.exercises.evidence import parameters_of
from course_lib.exercises.run import run_on
from course_lib.exercises.unused import alterations, changeable_in


def ignored_arguments(exercise, trials, unused) -> str:
    """A sentence on the arguments that the answer does not use and the reference does; "" where there is none."""
    arguments = changeable_in(exercise.drive, trials[0].arguments)
    places = [place for place in unused if _matters(exercise, trials, place)]
    everything = exercise.drive is call and len(places) == len(
        arguments
    )  # told as a constant, where it is one
    if not places or everything:
        return ""
    names = parameters_of(exercise.reference, len(arguments))
    told = " and ".join(f"`{names[place]}`" for place in places)
    if len(places) > 1:
        return f"Your answer is the same whatever {told} are: are they used at all?"
    question = "is it used at all?"
    if isinstance(arguments[places[0]], int | float):
        question = "is it forgotten, or is there a number where its name should stand?"
        if exercise.drive is play_script:
            question = "is there a number in its place, or is `self.` missing before its name?"
    return f"Your answer is the same whatever {told} is: {question}"


def _matters(exercise, trials, place):
    for trial in trials:
        for arguments in alterations(exercise.drive, trial.arguments, place):
            outcome = run_on(exercise.reference, exercise.drive, arguments)
            if not outcome.raised and find_fault(trial.expected, outcome.value, trial.tolerance):
                return True
    return False
