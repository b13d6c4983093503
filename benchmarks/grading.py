"""How fast a class is graded, beside nbgrader. Run: python -m benchmarks.grading [--quick]

`course grade` grades a thousand submissions, of a NumPy and of a torch lesson by turns, with two workers, and some of
every lesson with one. `nbgrader autograde` grades the first few of the same notebooks in the same run: once one of them,
once all; the difference gives its time for a notebook without that for starting, which is scaled to a thousand.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median

import nbformat
import psutil

from benchmarks.results import machine, write_section
from course_lib.authoring.build import build_solved
from course_lib.authoring.lessons import find_lessons
from course_lib.exercises import exercises_of

ROOT = Path(__file__).parent.parent
LESSONS = {lesson.number: lesson for lesson in find_lessons(ROOT)}
COMPARED = {"02": "NumPy", "05": "torch"}
SOLVED = 0.7  # of the answers


def main(arguments=None):
    """Measure, print, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a try: few submissions; writes nothing")
    quick = parser.parse_args(arguments).quick
    students, few, each = (6, 2, 2) if quick else (500, 5, 12)
    with tempfile.TemporaryDirectory(prefix="downhill-") as name:
        folder = Path(name)
        hand_in(folder / "class", COMPARED, students)
        hand_in(folder / "all", COMPARED if quick else LESSONS, each)
        every = grade(folder / "all", folder / "grades-all", 1)
        ours = grade(folder / "class", folder / "grades", 2)
        numbers = ["02"] if quick else COMPARED
        theirs = {number: nbgrader_seconds(folder, number, few) for number in numbers}
    text = "\n\n".join([machine(), *report(ours, theirs, few, every)])
    print(text)
    if not quick:
        write_section("Grading", text)


def hand_in(folder, numbers, students):
    """Write `<student>/<lesson>.ipynb` for each student and lesson: what a learner opens, with most answers filled in."""
    chance = random.Random(0)
    for number in numbers:
        lesson = LESSONS[number]
        build_solved(lesson, exercises_of)
        solved = {cell.id: cell.source for cell in nbformat.read(lesson.solved, as_version=4).cells}
        content = json.loads(lesson.notebook.read_text(encoding="utf-8"))
        stubs = [cell for cell in content["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        empty = {cell["id"]: cell["source"] for cell in stubs}
        for student in range(students):
            for cell in stubs:
                right = chance.random() < SOLVED
                cell["source"] = solved[cell["id"]] if right else empty[cell["id"]]
            place = folder / f"s{student:03}" / lesson.notebook.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(json.dumps(content), encoding="utf-8")


def grade(submissions, out, workers):
    """Run `course grade`; returns its seconds, its records, and what was seen on the way.

    `seen` are triples: seconds since the start, how many were graded, {process number: megabytes}.
    """
    command = [sys.executable, "-m", "course_lib.cli", "grade", submissions, "--out", out]
    started = time.perf_counter()
    process = psutil.Popen([*map(str, command), "--workers", str(workers)], stdout=subprocess.DEVNULL)
    seen = []
    while process.poll() is None:
        done = len(list(out.glob("results/*.json")))
        seen.append((time.perf_counter() - started, done, megabytes(process)))
        time.sleep(0.2)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"course grade ended with status {process.returncode}.")
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "results").glob("*.json")]
    return {"seconds": seconds, "records": records, "seen": seen}


def megabytes(process):
    """{process number: resident megabytes} of a process and all below it."""
    found = {}
    try:
        for one in [process, *process.children(recursive=True)]:
            found[one.pid] = one.memory_info().rss / 2**20
    except psutil.NoSuchProcess:
        pass  # the child that grades a submission lives for a moment
    return found


def memory_at(run, part):
    """Megabytes of all lasting processes when so large a part of the submissions was graded, or a little later."""
    total = len(run["records"])
    grading = [found for _, done, found in run["seen"] if total / 10 <= done < total]
    if not grading:
        return float("nan")
    lasting = set(grading[0]) & set(grading[-1])
    later = [
        found for _, done, found in run["seen"] if part * total <= done < total and lasting <= set(found)
    ]
    return sum((later or grading)[0 if later else -1][pid] for pid in lasting)


def rate_of(run):
    """Submissions a second once the first tenth is graded: without the time for starting."""
    total = len(run["records"])
    grading = [(seconds, done) for seconds, done, _ in run["seen"] if total / 10 <= done]
    (first, before), (last, after) = grading[0], next(one for one in grading if one[1] == grading[-1][1])
    return (after - before) / (last - first) if last > first else total / run["seconds"]


def nbgrader_seconds(folder, number, few):
    """Seconds that `nbgrader autograde` takes for a notebook, and for starting: from a run with one and one with more."""
    course, lesson = folder / f"nbgrader-{number}", LESSONS[number]
    (course / "source" / lesson.name).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copy(lesson.solved, course / "source" / lesson.name)
    nbgrader(course, "generate_assignment", lesson.name)
    seconds = []
    for students in ([0], range(1, few + 1)):
        for student in students:
            place = course / "submitted" / f"s{student:03}" / lesson.name
            place.mkdir(parents=True)
            shutil.copy(folder / "class" / place.parent.name / lesson.notebook.name, place)
        seconds.append(nbgrader(course, "autograde", lesson.name))
    one = (seconds[1] - seconds[0]) / (few - 1)
    return one, seconds[0] - one


def nbgrader(course, *arguments):
    """Run an nbgrader command; returns its seconds."""
    scripts = str(Path(sys.executable).parent)  # nbgrader itself calls alembic by name
    environment = os.environ | {
        "PATH": scripts + os.pathsep + os.environ["PATH"],
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    started = time.perf_counter()
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - started


def report(ours, theirs, few, every):
    """The parts of the section for RESULTS.md."""
    yield (
        f"A class of {len(ours['records']):,} submissions, half of them of lesson 02 (NumPy), half of lesson 05 (torch), "
        "most answers right:"
    )
    yield "\n".join(throughput_table(ours, theirs))
    yield (
        f"nbgrader graded one notebook of a lesson, then {few} more in another run (it grades one at a time); the times are "
        "scaled from those. The first column leaves out the time for starting, of both."
    )
    yield "Milliseconds for a notebook, median, one worker; nbgrader's is a mean:"
    yield "\n".join(lesson_table(every["records"], theirs))
    told = [f"{memory_at(ours, part):,.0f} MB after {part:.0%}" for part in (0.1, 0.5, 1)]
    yield (
        f"Memory of `course grade --workers 2` and all its processes (resident, shared pages counted in each): "
        f"{told[0]} of {len(ours['records']):,} submissions, {told[1]}, {told[2]}."
    )
    yield "Every lesson, as `course grade` takes it (one worker, median; the first of a lesson takes longer):"
    yield "\n".join(all_lessons_table(every["records"]))


def throughput_table(ours, theirs):
    """Markdown rows: submissions a second and seconds for 1,000, ours as measured, nbgrader's scaled."""
    one = mean(seconds for seconds, _ in theirs.values())
    start = mean(start for _, start in theirs.values())
    yield "| | submissions a second | × nbgrader's | seconds for 1,000, with starting |"
    yield "|---|---|---|---|"
    count, rate = len(ours["records"]), rate_of(ours)
    scaled = "" if count == 1000 else f" (scaled from {count}: mostly starting)"
    yield (
        f"| course grade --workers 2 | {rate:.1f} | {rate * one:.0f} | {ours['seconds'] * 1000 / count:,.0f}{scaled} |"
    )
    yield f"| nbgrader autograde | {1 / one:.2f} | 1 | {start + 1000 * one:,.0f} (scaled) |"


def lesson_table(records, theirs):
    """Markdown rows: both graders on the two lessons."""
    yield "| lesson | course grade | nbgrader autograde | nbgrader's start, once |"
    yield "|---|---|---|---|"
    for number, kind in COMPARED.items():
        one, start = theirs.get(number, (float("nan"), float("nan")))
        ours = milliseconds(records, number)
        yield f"| {number} ({kind}) | {ours:.0f} | {1000 * one:,.0f} | {1000 * start:,.0f} |"


def all_lessons_table(records):
    """Markdown rows: every lesson's milliseconds."""
    numbers = sorted({record["lesson"] for record in records})
    yield f"| {' | '.join(numbers)} |"
    yield "|---" * len(numbers) + "|"
    yield f"| {' | '.join(f'{milliseconds(records, number):.0f}' for number in numbers)} |"


def milliseconds(records, number):
    """Median of the milliseconds that a lesson's submissions took in their worker."""
    return 1000 * median(record["seconds"] for record in records if record["lesson"] == number)


if __name__ == "__main__":
    main()
