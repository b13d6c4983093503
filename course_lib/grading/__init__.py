"""`course grade`: many submissions, none of which is trusted, to scores and feedback.

`command` → `collect` (which files) → `batch` and `worker` (several at a time, each kept at once by `store`) → `record`
(one submission) → `notebook` (read it) → `grade` (run it in the `sandbox`, by what is in `inside/`) → `judging` (the
verdict, by the same judge as `check`) → `table`, `feedback` and `reports/`. The student's code runs in `inside/`, and only there;
references, tolerances, known mistakes and hidden inputs (`trials`) are only here, in the grader.
"""
