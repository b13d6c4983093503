"""How much a submission may take."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds are those of a clock on the wall. Memory is in megabytes (2**20 bytes), for each process of a submission, on
    top of what it starts with.

    `cell_seconds` bounds one cell and `seconds` all of a submission; an answer has the seconds of its exercise's spec.
    """

    cell_seconds: float = 30.0
    seconds: float = 300.0
    memory: int = 2048
    temporary_files: int = 256
    file_size: int = 64
    processes: int = 64
    open_files: int = 256
