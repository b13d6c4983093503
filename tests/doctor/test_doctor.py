import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from course_lib import doctor
from course_lib.cli import main
from course_lib.doctor import NOTE, OK, PROBLEM, Finding, environment_check


@pytest.fixture
def checks(monkeypatch):
    """Replaces all checks by ones that yield these findings, or raise this exception."""

    def check_of(outcome):
        def check():
            if isinstance(outcome, Exception):
                raise outcome
            yield outcome

        return check

    def use(*outcomes):
        monkeypatch.setattr(doctor, "CHECKS", [check_of(outcome) for outcome in outcomes])

    return use


FINE, ODD = Finding(OK, "fine"), Finding(NOTE, "odd", "do that")
BAD = Finding(PROBLEM, "bad", "do this")


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [([FINE], 0), ([FINE, ODD], 0), ([BAD, FINE], 1), ([ImportError("no torch"), FINE], 1)],
)
def test_the_exit_status_says_if_all_is_well(checks, outcomes, status):
    checks(*outcomes)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == status
    assert "fine" in result.output, "one failed check does not end the others"
    assert ("All is well" in result.output) == (status == 0)


def test_each_line_has_its_mark_and_each_problem_its_mend(checks):
    checks(FINE, ODD, BAD)
    assert CliRunner().invoke(main, ["doctor"]).output.splitlines() == [
        "ok       fine",
        "note     odd",
        "         to mend it: do that",
        "PROBLEM  bad",
        "         to mend it: do this",
        "Problems: 1. Mend the first one, then run this again.",
    ]


def test_a_check_that_fails_says_why_and_what_to_do(checks):
    checks(OSError("libtorch.so: cannot open\nmore"))
    (found,) = doctor.findings()
    assert found.state == PROBLEM
    assert "OSError: libtorch.so: cannot open" in found.text
    assert "\n" not in found.text
    assert "pip install" in found.mend


def test_a_missing_package_is_found_by_every_check_that_needs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)
    monkeypatch.setattr(doctor, "CHECKS", [doctor.jupyterlab])
    (found,) = doctor.findings()
    assert found.state == PROBLEM
    assert "jupyterlab" in found.text


def test_lesson_00_reads_one_line_when_all_is_well(checks, capsys):
    checks(FINE, ODD)
    environment_check()
    assert capsys.readouterr().out == "Everything this course needs is here.\n"


def test_lesson_00_shows_problems_only(checks, capsys):
    checks(FINE, BAD)
    environment_check()
    assert capsys.readouterr().out.splitlines() == [
        "PROBLEM  bad",
        "         to mend it: do this",
        "Please mend that before you go on.",
    ]


def run_doctor(**environment):
    command = [sys.executable, "-m", "course_lib.cli", "doctor"]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )


@pytest.mark.slow
def test_this_environment_is_well():
    done = run_doctor()
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("All is well.\n")


@pytest.mark.slow
@pytest.mark.parametrize("package", ["torch", "numpy", "jupyter_client"])
def test_a_broken_package_is_survived(tmp_path, package):
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("raise ImportError('its library is missing')")
    done = run_doctor(PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "its library is missing" in done.stdout
    assert done.stdout.startswith("ok       Python")
    assert "Problems: " in done.stdout.splitlines()[-1]
