"""One code cell of a submission."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """`id` is the exercise id that the cell carries, else its own id; `count` is the In[…] it ran as, if it tells."""

    source: str
    id: str = ""
    by_exercise_id: bool = False
    count: int | None = None
