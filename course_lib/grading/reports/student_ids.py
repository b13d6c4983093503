"""Students' names as nbgrader's ids: they are names of folders, too, so nothing in them may lead anywhere."""

import hashlib
import re

UNFIT = re.compile(r"[^\w@.,()\- ]")
RESERVED = re.compile(
    r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE
)  # no names of files on Windows
LONGEST = 100


def student_ids(students: dict[str, str]) -> dict[str, str]:
    """{owner: id}. An ordinary name is its own id; another gets one that no other student has."""
    ids, taken = {}, set()
    for owner, name in students.items():
        fit = UNFIT.sub("_", name).strip(" .")[:LONGEST] or "student"
        if fit != name or RESERVED.match(fit) or fit.casefold() in taken:
            fit += "-" + hashlib.sha256(owner.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        taken.add(fit.casefold())
        ids[owner] = fit
    return ids
