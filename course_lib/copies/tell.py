"""What `course update` tells: in one line what came of a copy, and why one could not be updated."""

import errno

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def tell_merged(merged, backup: str, base_known: bool) -> str:
    """What is in the result, and where the copy is as it was before."""
    lines = [f"updated. {_kept(merged.kept)}".strip()]
    for exercise in merged.changed_exercises:
        lines.append(f'the exercise "{exercise}" changed: your answer stays, its new text stands below it')
    if merged.kept["beside"]:
        lines.append(
            f"you and the lesson changed {_count(merged.kept['beside'], 'cell')}: yours below the lesson's"
        )
    if merged.kept["at the end"]:
        lines.append(
            f"{_count(merged.kept['at the end'], 'cell')} of yours that the lesson no longer has: at the end"
        )
    if not base_known:
        lines.append("which version you began with is not known: every cell that differs was taken for yours")
    return "\n  ".join([*lines, f"your copy as it was: {backup}"])


def _kept(kept):
    own = [
        _count(kept[name], noun) for name, noun in (("answers", "answer"), ("changed", "changed cell"), ("added", "added cell")) if kept[name]
    ]  # fmt: skip
    if own:
        return f"Kept of yours: {', '.join(own)}."
    return "" if kept["beside"] or kept["at the end"] else "You had changed nothing in it."


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def why_failed(error: OSError) -> str:
    """An error of the file system and what to do about it."""
    why = error.strerror or type(error).__name__
    if error.errno in FULL:
        return f"{why}. Free some space on that disk and try again"
    if error.errno in FORBIDDEN:
        return f"{why} ({error.filename}). Make the folder work/ writable and try again"
    return f"{why} ({error.filename})"
