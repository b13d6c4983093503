"""Each cell of a learner's copy with the cell that it came from and the place in the newer lesson where it belongs."""

from dataclasses import dataclass

from course_lib.copies.match import by_exercise_id, grading, match_copy, match_lessons


@dataclass(frozen=True)
class Cell:
    """A cell of the learner's, the one that it was copied from, and its place in the newer lesson; None where unknown.

    `of_the_lesson` tells cells that came from a lesson from those that the learner added.
    """

    yours: dict
    before: dict | None
    place: int | None
    of_the_lesson: bool

    @property
    def vanished(self) -> bool:
        """Whether the lesson no longer has it."""
        return self.of_the_lesson and self.place is None

    @property
    def changed(self) -> bool:
        """Whether the learner wrote in it, as far as can be known: with no earlier version, what differs counts as changed."""
        if not self.yours["source"].strip():
            return False
        if self.before is not None:
            return text(self.yours) != text(self.before)
        checksum = grading(self.yours).get("checksum")
        return checksum is None or checksum != checksum_of(self.yours)


def text(cell):
    """What makes two cells the same to a reader."""
    return cell["cell_type"], cell["source"]


def checksum_of(cell):
    """nbgrader's checksum of a graded cell, as `course build` put it into the lesson."""
    from nbformat import from_dict

    from course_lib.authoring.convert import checksum

    try:
        return checksum(from_dict(cell))
    except KeyError:
        return None


def paired(base, yours, newer) -> list[Cell]:
    """The learner's cells, in order. `base` is the version that was copied, or None where that is not known."""
    return _paired_without_base(yours, newer) if base is None else _paired(base, yours, newer)


def _paired(base, yours, newer):
    origins, places = match_copy(yours, base), match_lessons(base, newer)
    return [
        Cell(cell, base[origins[number]], places.get(origins[number]), of_the_lesson=True)
        if number in origins
        else Cell(cell, None, None, of_the_lesson=False)
        for number, cell in enumerate(yours)
    ]


def _paired_without_base(yours, newer):
    """Without the version that was copied, only an exercise that is not in the newer lesson is known to have vanished."""
    places = match_lessons(yours, newer)
    there = {by_exercise_id(cell) for cell in newer} | {None}
    return [
        Cell(cell, None, places.get(number), number in places or by_exercise_id(cell) not in there)
        for number, cell in enumerate(yours)
    ]
