"""What the sandbox can see of this machine."""

from pathlib import Path

from course_lib.grading import bubblewrap, view


def inside(path):
    return view.place_inside(str(path))


def mounts(line, *options):
    """[(position, destination)] of the mounts of these kinds in a bubblewrap command."""
    return {
        line[place + 1 if option == "--tmpfs" else place + 2]: place
        for place, option in enumerate(line)
        if option in options
    }


def test_the_course_is_covered_where_it_lies_among_what_is_shown(monkeypatch, tmp_path):
    usr, app = tmp_path / "usr", tmp_path / "usr" / "src" / "app"
    for folder in (app / "course_lib", app / "lessons", app / ".venv"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(view, "SYSTEM", (str(usr),))
    monkeypatch.setattr(view, "PACKAGE", app / "course_lib")
    monkeypatch.setattr(view, "files", dict)
    monkeypatch.setattr(view, "prefixes", lambda: [str(app / ".venv")])
    line = bubblewrap.command()
    covers, binds = mounts(line, "--tmpfs"), mounts(line, "--ro-bind")
    assert binds[inside(usr)] < covers[inside(app)] < binds[inside(app / ".venv")]


def test_an_installed_course_is_covered(monkeypatch, tmp_path):
    package = tmp_path / "env" / "lib" / "site-packages" / "course_lib"
    package.mkdir(parents=True)
    monkeypatch.setattr(view, "PACKAGE", package)
    monkeypatch.setattr(view, "files", dict)
    monkeypatch.setattr(view, "prefixes", lambda: [str(tmp_path / "env")])
    line = bubblewrap.command()
    assert mounts(line, "--ro-bind")[inside(tmp_path / "env")] < mounts(line, "--tmpfs")[inside(package)]


def test_a_python_below_tmp_stands_where_the_students_tmp_does_not_hide_it():
    assert inside("/usr/lib") == "/usr/lib"
    assert not inside("/tmp/course/.venv").startswith("/tmp/")


def test_a_course_elsewhere_is_not_there_at_all():
    line = bubblewrap.command()
    course = str(Path(view.PACKAGE).parent)
    assert course not in mounts(line, "--ro-bind")
    assert not [
        place for place in mounts(line, "--ro-bind") if place.endswith(("lessons", "solved", "exercises"))
    ]


def test_submissions_that_all_could_read_are_refused(builders, tmp_path):
    graded = builders["grade_folder"](Path("/usr"), tmp_path / "grades")
    assert graded.status == 2
    assert "every submission could read it" in graded.output
