"""The library that the sandbox gets: whole but for what answers the exercises that are graded."""

import pytest

from course_lib import nn
from course_lib.exercises import exercises_of, lessons
from course_lib.grading.library import answers_to, library_without, used_in_drive, uses
from course_lib.grading.trials import hidden_trials, open_trials


def test_an_answer_is_found_by_what_it_does_not_by_its_name():
    assert answers_to("relu_grad") >= {"relu_grad", "step"}  # the step function is the slope of ReLU


def test_a_withheld_function_says_so_and_the_others_stay():
    module = loaded(library_without(frozenset(["relu"])), "course_lib.nn.activations")
    with pytest.raises(NotImplementedError, match="relu of course_lib is what an exercise asks for"):
        module["relu"](1.0)
    assert module["sigmoid"](0.0) == nn.sigmoid(0.0)


def test_a_class_stays_one_that_others_derive_from():
    module = loaded(library_without(frozenset(["Adam"])), "course_lib.nn.optimizers")
    with pytest.raises(NotImplementedError, match="Adam of course_lib"):
        module["Adam"]()
    assert issubclass(module["AdamW"], module["Adam"])


def loaded(library, name):
    """The names of a module of the library, run here."""
    import marshal

    namespace = {"__name__": name}
    exec(marshal.loads(library[name][1]), namespace)
    return namespace


def test_what_uses_what():
    assert "topological_order" in uses()["Value"]
    assert used_in_drive("topological_order") >= {"Value"}


@pytest.mark.parametrize("lesson", lessons())
def test_no_reference_is_sent_along(lesson):
    for exercise in exercises_of(lesson):
        codes = [code for code in codes_of(exercise.reference) if len(code) > 40]
        for trials in (open_trials(exercise.id), hidden_trials(exercise.id, b"secret")):
            assert not any(code in trials.sent for code in codes), exercise.id


def codes_of(reference):
    """The bytecode of a function, or of a class's methods."""
    if isinstance(reference, type):
        return [code for value in vars(reference).values() for code in codes_of(value)]
    return [reference.__code__.co_code] if hasattr(reference, "__code__") else []


@pytest.mark.slow
@pytest.mark.parametrize("lesson", lessons())
def test_every_module_can_be_imported_whatever_is_withheld(warm_sandbox, lesson):
    everything = frozenset().union(*(answers_to(one.id) for one in exercises_of(lesson)))
    library = library_without(everything)
    source = "import " + ", ".join(library)
    with warm_sandbox.child() as child:
        steps = [{"place": 0, "source": source, "defines": []}]
        child.send("run", {"library": library, "steps": steps, "files": {}, "cell_seconds": 60})
        assert child.receive(60)["begins"] == 0
        assert child.receive(60)["error"] == ""
