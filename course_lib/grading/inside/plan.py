"""Which answers can be looked at in one run over the cells, all at the end, as if each were alone.

They can't where a cell that one of them needs defines again, or changes, what another uses; nor where one uses a
function of the course's library that is another's answer, for that is withheld while the other is graded.
"""

from course_lib.checking.facts import facts_of
from course_lib.grading.inside.locate import in_order


def plan(found, sources, answers, drives, uses, alone=()) -> list[dict]:
    """Runs, each with its exercises' ids and the cells to run: `{"place": …, "defines": […]}`, makers first.

    Args:
        answers: {exercise id: names of the library's functions that answer it}.
        drives: {exercise id: library names that putting it to the test needs}.
        uses: {library name: the library names that it uses}.
        alone: ids of exercises that share a run with no other.
    """
    facts = [facts_of(source) for source in sources]
    answered = [one for one in found if one.cell is not None]
    members = [_Member(one, facts, answers[one.exercise], drives[one.exercise], uses) for one in answered]
    runs = []
    for member in members:
        for run in runs:
            if not {one.exercise for one in (*run, member)} & set(alone) and _fit([*run, member], facts):
                run.append(member)
                break
        else:
            runs.append([member])
    return [{"exercises": [member.exercise for member in run], "cells": _cells(run, facts)} for run in runs]


def _cells(run, facts):
    places = in_order(set().union(*(member.needs for member in run)), facts)
    return [{"place": place, "defines": sorted(facts[place].defines)} for place in places]


class _Member:
    """An answer with what it depends on."""

    def __init__(self, one, facts, answers, drive, uses):
        self.exercise, self.cell, self.needs = one.exercise, one.cell, set(one.needs)
        needed = [facts[place] for place in one.needs]
        self.names = frozenset([one.name]).union(*(fact.uses | fact.defines for fact in needed))
        self.variables = frozenset().union(*(fact.variables for fact in needed))
        self.answers = frozenset(answers)
        foreign = frozenset().union(*(fact.foreign for fact in needed))
        self.library = _reachable(foreign | drive, uses) - self.answers


def _reachable(names, uses):
    reached, waiting = set(), [name for name in names if name in uses]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += uses[name]
    return reached


def _fit(run, facts):
    withheld = frozenset().union(*(member.answers for member in run))
    cells = set().union(*(member.needs for member in run))
    return not any(member.library & withheld or _disturbed(member, cells, facts) for member in run)


def _disturbed(member, cells, facts):
    return any(
        (facts[cell].defines - facts[cell].imports) & member.names or facts[cell].changes & member.variables
        for cell in cells - member.needs
        if cell > member.cell
    )
