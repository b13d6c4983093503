import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from course_lib.doctor import NOTE, OK, PROBLEM, installation
from course_lib.doctor.installation import (
    imports,
    jupyterlab,
    kernel,
    other_kernels,
    packages,
    pinned,
    python,
    shipped_version,
    widgets,
)


def states(check):
    return [finding.state for finding in check()]


def only(check):
    """The one finding of a check."""
    (finding,) = check()
    return finding


class TestPython:
    @pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 9)])
    def test_supported(self, monkeypatch, version):
        monkeypatch.setattr(sys, "version_info", version)
        assert states(python) == [OK]

    @pytest.mark.parametrize("version", [(3, 10, 14), (3, 14, 0), (2, 7, 18)])
    def test_unsupported(self, monkeypatch, version):
        monkeypatch.setattr(sys, "version_info", version)
        found = only(python)
        assert found.state == PROBLEM
        assert ".".join(map(str, version)) in found.text
        assert "install Python" in found.mend


class TestPackages:
    @pytest.fixture
    def require(self, tmp_path, monkeypatch):
        """Sets the lines of requirements.txt; returns the finding. Installed are sound 1.2.0, built 2.13.0+cpu, half."""
        for name, metadata in {
            "sound-1.2.0": "1.2.0",
            "built-2.13.0+cpu": "2.13.0+cpu",
            "half-1.0": None,
        }.items():
            folder = tmp_path / "site" / f"{name}.dist-info"
            folder.mkdir(parents=True)
            if metadata:
                text = f"Metadata-Version: 2.1\nName: {name.split('-')[0]}\nVersion: {metadata}\n"
                (folder / "METADATA").write_text(text)
        monkeypatch.syspath_prepend(tmp_path / "site")
        monkeypatch.setattr(installation, "ROOT", tmp_path)

        def write(*lines):
            (tmp_path / "requirements.txt").write_text("\n".join(lines))
            return only(packages)

        return write

    def test_as_pinned_whatever_the_build(self, require):
        found = require("# what a learner needs", "sound==1.2.0  # why", "", "built==2.13.0")
        assert found.state == OK
        assert "2 packages" in found.text

    def test_another_version(self, require):
        found = require("sound==1.3.0", "built==2.13.0")
        assert found.state == PROBLEM
        assert "1 of 2 packages are off: sound is 1.2.0, not 1.3.0" in found.text
        assert "-m pip install -r" in found.mend

    def test_missing_and_half_removed(self, require):
        found = require("no-such-package==1.0", "half==1.0")
        assert found.state == PROBLEM
        assert "no-such-package is missing" in found.text
        assert "half is broken" in found.text

    def test_a_wholly_wrong_environment_is_still_one_line(self, require):
        found = require(*[f"absent{number}==1" for number in range(40)])
        assert found.text.endswith("absent4 is missing, not 1; and 35 more")

    def test_without_a_checkout_the_package_itself_says_what_it_needs(self, tmp_path, monkeypatch):
        monkeypatch.setattr(installation, "ROOT", tmp_path)
        assert pinned()["torch"] == "2.13.0"


class TestImports:
    @pytest.mark.slow
    def test_all(self):
        assert states(imports) == [OK]

    def test_a_package_that_is_listed_but_broken(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pooch", None)
        found = only(imports)
        assert found.state == PROBLEM
        assert "pooch can't be loaded" in found.text
        assert f"--force-reinstall --no-deps pooch=={pinned()['pooch']}" in found.mend

    def test_each_is_among_the_pins(self):
        assert set(installation.IMPORTS.values()) | set(installation.FRONT_ENDS.values()) <= set(pinned())


class TestKernel:
    @pytest.fixture
    def spec(self, tmp_path, monkeypatch):
        """Puts a kernel 'python3' that starts `command` before all others."""

        def install(command):
            folder = tmp_path / "kernels" / "python3"
            folder.mkdir(parents=True)
            argv = [str(command), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            (folder / "kernel.json").write_text(
                json.dumps({"argv": argv, "display_name": "3", "language": "python"})
            )
            monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

        return install

    def test_this_environment(self):
        assert states(kernel) == [OK]

    def test_a_plain_name_means_the_python_of_jupyter(self, spec):
        spec("python3")
        assert states(kernel) == [OK]

    def test_an_interpreter_that_is_gone(self, spec, tmp_path):
        spec(tmp_path / "gone" / "python")
        found = only(kernel)
        assert found.state == PROBLEM
        assert "gone" in found.text
        assert "kernelspec remove" in found.mend

    def test_another_environment_with_the_same_packages(self, spec, tmp_path):
        other = tmp_path / "other"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", other], check=True)
        binary = other / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        site = subprocess.check_output(
            [binary, "-c", "import site; print(site.getsitepackages()[0])"], text=True
        )
        paths = [sysconfig.get_path("purelib"), str(installation.ROOT)]
        Path(site.strip(), "ours.pth").write_text("\n".join(paths))
        spec(binary)
        found = only(kernel)
        assert found.state == PROBLEM
        assert "Notebooks would run in" in found.text
        assert str(other) in found.text

    def test_an_environment_without_the_course(self, spec, tmp_path):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
        spec(tmp_path / ("bare/Scripts/python.exe" if os.name == "nt" else "bare/bin/python"))
        found = only(kernel)
        assert found.state == PROBLEM
        assert "ModuleNotFoundError" in found.text

    def test_a_broken_ipykernel(self, tmp_path, monkeypatch):
        (tmp_path / "ipykernel").mkdir()
        (tmp_path / "ipykernel" / "__init__.py").write_text("raise ImportError('half installed')")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        found = only(kernel)
        assert found.state == PROBLEM
        assert "half installed" in found.text
        assert "pip install" in found.mend

    def test_another_checkout_of_the_course(self, tmp_path, monkeypatch):
        (tmp_path / "course_lib").mkdir()
        (tmp_path / "course_lib" / "__init__.py").write_text("")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        found = only(kernel)
        assert found.state == PROBLEM
        assert f"use the course in {tmp_path}" in found.text


class TestOtherKernels:
    @pytest.mark.parametrize(
        ("program", "wanted"), [(sys.executable, []), (str(Path(sys.prefix, "gone")), [NOTE])]
    )
    def test_an_environment_that_is_gone(self, tmp_path, monkeypatch, program, wanted):
        folder = tmp_path / "kernels" / "old"
        folder.mkdir(parents=True)
        about = {"argv": [program, "-m", "ipykernel", "-f", "{connection_file}"], "display_name": "Old"}
        (folder / "kernel.json").write_text(json.dumps(about))
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
        found = [finding for finding in other_kernels() if "'old'" in finding.text]
        assert [finding.state for finding in found] == wanted
        assert all("kernelspec remove -y old" in finding.mend for finding in found)


class TestLab:
    def test_here(self, monkeypatch):
        monkeypatch.setenv("PATH", "")
        assert states(jupyterlab) == [OK]

    @pytest.mark.skipif(os.name == "nt", reason="a program needs another suffix there")
    def test_another_one_comes_first_on_the_path(self, tmp_path, monkeypatch):
        (tmp_path / "jupyter-lab").write_text("#!/bin/sh\n")
        (tmp_path / "jupyter-lab").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert states(jupyterlab) == [OK, NOTE]
        assert "course lab" in list(jupyterlab())[-1].mend


class TestWidgets:
    @pytest.fixture
    def extensions(self, tmp_path, monkeypatch):
        """A folder of its own for JupyterLab's extensions, which holds the two that are needed."""
        for name in installation.FRONT_ENDS:
            folder = tmp_path / "labextensions" / name
            (folder / "static").mkdir(parents=True)
            (folder / "static" / "entry.js").write_text("")
            build = {"_build": {"load": "static/entry.js"}}
            (folder / "package.json").write_text(
                json.dumps({"name": name, "version": "9.9", "jupyterlab": build})
            )
        monkeypatch.setattr(installation, "shipped_version", lambda *_: "9.9")
        monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path / "labextensions")])
        monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
        return tmp_path / "labextensions"

    def test_really_installed(self):
        assert states(widgets) == [OK, OK]

    def test_present(self, extensions):
        assert states(widgets) == [OK, OK]

    def test_missing(self, extensions):
        (extensions / "anywidget" / "package.json").unlink()
        found = list(widgets())
        assert [finding.state for finding in found] == [OK, PROBLEM]
        assert "lacks anywidget" in found[1].text
        assert "--force-reinstall --no-deps anywidget==" in found[1].mend

    def test_from_another_installation(self, extensions, monkeypatch):
        monkeypatch.setattr(installation, "shipped_version", lambda *_: "10.0")
        found = list(widgets())
        assert [finding.state for finding in found] == [PROBLEM, PROBLEM]
        assert "9.9 from" in found[1].text
        assert "remove that folder" in found[1].mend

    @pytest.mark.parametrize("extension", installation.FRONT_ENDS)
    def test_the_version_that_belongs_to_the_package_is_known(self, extension):
        assert shipped_version(extension, installation.FRONT_ENDS[extension])

    def test_half_there(self, extensions):
        (extensions / "@jupyter-widgets/jupyterlab-manager/static/entry.js").unlink()
        found = list(widgets())
        assert [finding.state for finding in found] == [PROBLEM, OK]
        assert "jupyterlab-widgets==" in found[0].mend

    @pytest.mark.parametrize("name", ["anywidget", "anywidget:plugin"])
    def test_disabled(self, extensions, tmp_path, name):
        (tmp_path / "config" / "labconfig").mkdir(parents=True)
        setting = json.dumps({"disabledExtensions": {name: True}})
        (tmp_path / "config" / "labconfig" / "page_config.json").write_text(setting)
        found = list(widgets())
        assert [finding.state for finding in found] == [OK, PROBLEM]
        assert "labextension enable anywidget" in found[1].mend
