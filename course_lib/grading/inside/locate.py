"""Where a notebook's answers are: by the exercise's id, else by the id of a cell, else by the name that a cell defines.

This reads text that a student wrote, so it runs in the sandbox, but before any cell has run.
"""

import re
from dataclasses import dataclass, field

from course_lib.checking.facts import Facts, closure, facts_of


@dataclass
class Located:
    """An answer: the cell that holds it (None: nowhere), the place after which it is looked at, the cells it needs.

    Places are numbers of code cells from 0. `found_by` is "id", "cell" or "name"; `others` are older answers.
    """

    exercise: str
    name: str
    cell: int | None = None
    place: int | None = None
    found_by: str = ""
    others: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)


def locate(cells, sources, exercises) -> list[Located]:
    """For each `(id, name)` of exercises where its answer is. `sources` are the cells' texts as plain Python."""
    facts = [facts_of(source) for source in sources]
    ids = {exercise_id for exercise_id, _ in exercises}
    names = [name for _, name in exercises]
    found = []
    for exercise_id, name in exercises:
        shared = names.count(name) > 1
        answers = _answers(exercise_id, name, cells, sources, facts, ids, shared)
        found.append(_located(exercise_id, name, answers, cells, facts))
    return found


def _answers(exercise_id, name, cells, sources, facts, ids, shared):
    """Places of all cells that answer an exercise; where none defines its name, of the cell that should."""
    own = [place for place, cell in enumerate(cells) if cell.id == exercise_id]
    defining = [
        place
        for place, cell in enumerate(cells)
        if name in facts[place].defines - facts[place].imports
        and (cell.id == exercise_id or cell.id not in ids)
    ]
    if shared:  # two exercises ask for one name: each has what stands between its check and the one before
        first, last = _reach(exercise_id, facts)
        defining = [place for place in defining if place in own or first < place <= last]
    broken = [place for place in own if not facts[place].defines]
    broken += [place for place, source in enumerate(sources) if _tries_to_define(name, source, facts[place])]
    return defining or sorted(set(broken)) or own


def _reach(exercise_id, facts):
    checks = [place for place, one in enumerate(facts) if exercise_id in one.checks]
    last = checks[-1] if checks else -1
    before = [place for place, one in enumerate(facts[: max(last, 0)]) if one.checks]
    return (before[-1] if before else -1), last


def _tries_to_define(name, source, facts):
    """Whether a cell that is no valid Python would define the name."""
    pattern = rf"^(?:def\s+|class\s+){re.escape(name)}\b|^{re.escape(name)}\s*="
    return facts == Facts() and re.search(pattern, source[:100_000], re.MULTILINE) is not None


def _located(exercise_id, name, answers, cells, facts):
    located = Located(exercise_id, name)
    checks = [place for place, one in enumerate(facts) if exercise_id in one.checks]
    if not answers:
        return located
    located.cell = newest = _newest(answers, cells)
    located.others = [place for place in answers if place != newest]
    located.found_by = (
        "id"
        if checks or cells[newest].by_exercise_id
        else "cell"
        if cells[newest].id == exercise_id
        else "name"
    )
    later = [place for place in checks if place > newest]
    located.place = later[-1] if later else newest
    located.needs = _needs(located, facts)
    return located


def _newest(answers, cells):
    """What ran last, where the notebook tells; else what stands last, as in Run All."""
    counts = [cells[place].count for place in answers]
    if None in counts or len(set(counts)) < len(counts):
        return answers[-1]
    return answers[counts.index(max(counts))]


def _needs(located, facts):
    """The cells to run, makers first. Older answers that stand below the newest one are as if never written."""
    kept = [
        Facts() if place in located.others and place > located.cell else one
        for place, one in enumerate(facts)
    ]
    end = located.place + (not kept[located.place].only_checks)
    return in_order(closure(kept, {located.cell}, end), kept)


def in_order(places, facts) -> list[int]:
    """Cells from top to bottom, but one that makes a name comes before its user, should it stand below it."""
    order, seen = [], set()

    def put(place):
        if place in seen:
            return
        seen.add(place)
        for name in facts[place].uses:
            if not any(name in facts[before].defines for before in range(place)):
                for maker in sorted(places):
                    if maker > place and name in facts[maker].defines:
                        put(maker)
                        break
        order.append(place)

    for place in sorted(places):
        put(place)
    return order
