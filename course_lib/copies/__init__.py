"""The learner's own copies in work/: made once, kept, and brought up to date without losing a word.

`files` (read whole or refused, written whole or not at all) → `pristine` (a lesson's text as it was copied) → `match` and `pairs`
(which cell is which) → `merge` (three versions into one) → `update` (the command). `new_lessons` makes copies, `newer` says which are
out of date, `opened` which are open in JupyterLab just now.
"""

from course_lib.copies.new_lessons import copy_new_lessons
from course_lib.copies.newer import newer_lessons

__all__ = ["copy_new_lessons", "newer_lessons"]
