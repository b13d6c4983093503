import os
import shutil
import socket
import sys
import time
from collections import namedtuple

import pytest

from course_lib.doctor import NOTE, OK, PROBLEM, machine
from course_lib.doctor.machine import clock, device, disk, home, memory, port, sandbox, threads


def only(check):
    """The one finding of a check."""
    (finding,) = check()
    return finding


class TestDevice:
    def test_the_cpu_computes(self, monkeypatch):
        monkeypatch.setenv("DOWNHILL_DEVICE", "cpu")
        found = only(device)
        assert found.state == OK
        assert found.text.endswith("computes on cpu")

    @pytest.mark.parametrize("name", ["nonsense", "cuda:99"])
    def test_a_device_that_is_not_here(self, monkeypatch, name):
        monkeypatch.setenv("DOWNHILL_DEVICE", name)
        found = only(device)
        assert found.state == PROBLEM
        assert name in found.text
        assert "unset DOWNHILL_DEVICE" in found.mend

    def test_nothing_is_printed(self, capsys):
        list(device())
        assert capsys.readouterr().out == ""

    @pytest.mark.skipif(os.name == "nt", reason="a program needs another suffix there")
    def test_a_gpu_that_torch_cannot_use_is_a_note(self, tmp_path, monkeypatch):
        monkeypatch.delenv("DOWNHILL_DEVICE", raising=False)
        monkeypatch.setattr("torch.cuda.is_available", lambda: False)
        monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)
        (tmp_path / "nvidia-smi").write_text("#!/bin/sh\n")
        (tmp_path / "nvidia-smi").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        found = list(device())
        assert [finding.state for finding in found] == [OK, NOTE]
        assert "pytorch.org" in found[1].mend


class TestThreads:
    def test_as_many_as_processors(self, monkeypatch):
        monkeypatch.setattr("torch.get_num_threads", lambda: 4)
        monkeypatch.setattr("joblib.cpu_count", lambda: 4)
        assert only(threads).state == OK

    def test_too_many_are_a_note(self, monkeypatch):
        monkeypatch.setattr("torch.get_num_threads", lambda: 16)
        monkeypatch.setattr("joblib.cpu_count", lambda: 2)
        found = only(threads)
        assert found.state == NOTE
        assert "16 threads on 2 processors" in found.text
        assert "OMP_NUM_THREADS" in found.mend


class TestDisk:
    @pytest.mark.parametrize(("free", "state"), [(5e9, OK), (5e8, NOTE), (5e7, PROBLEM), (0, PROBLEM)])
    def test_room(self, monkeypatch, free, state):
        usage = namedtuple("usage", "total used free")
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1e12, 0, free))
        assert {finding.state for finding in disk()} == {state}

    def test_a_folder_not_yet_made_is_measured_where_it_will_be(self, monkeypatch, tmp_path):
        monkeypatch.setenv("DOWNHILL_HOME", str(tmp_path / "not" / "yet" / "made"))
        assert all("GB free" in finding.text for finding in disk())
        assert not (tmp_path / "not").exists()


class TestHome:
    def test_writable(self, downhill_home):
        found = only(home)
        assert found.state == OK
        assert str(downhill_home) in found.text
        assert list(downhill_home.iterdir()) == []

    def test_a_file_is_in_the_way(self, downhill_home):
        downhill_home.write_text("not a folder")
        found = only(home)
        assert found.state == PROBLEM
        assert "DOWNHILL_HOME" in found.mend

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
    def test_read_only(self, downhill_home):
        downhill_home.mkdir(mode=0o555)
        assert only(home).state == PROBLEM

    @pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
    def test_a_place_where_nobody_may_write(self, monkeypatch):
        monkeypatch.setenv("DOWNHILL_HOME", "/proc/downhill")
        assert only(home).state == PROBLEM


class TestMemory:
    @pytest.mark.parametrize(("free", "state"), [(8e9, OK), (1e9, NOTE)])
    def test_room(self, monkeypatch, free, state):
        monkeypatch.setattr("psutil.virtual_memory", lambda: namedtuple("memory", "available")(free))
        assert only(memory).state == state


class TestPort:
    def test_free_and_taken(self, monkeypatch):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            monkeypatch.setattr(machine, "USUAL_PORT", server.getsockname()[1])
            assert only(port).state == OK
            server.listen()
            found = only(port)
            assert found.state == NOTE
            assert "is taken" in found.text

    def test_no_port_at_all(self, monkeypatch):
        class NoSocket(socket.socket):
            def bind(self, _):
                raise OSError(99, "Cannot assign requested address")

        monkeypatch.setattr(socket, "socket", NoSocket)
        found = only(port)
        assert found.state == PROBLEM
        assert "localhost" in found.mend


class TestClock:
    def test_right(self):
        assert only(clock).state == OK

    def test_behind(self, monkeypatch):
        monkeypatch.setattr(time, "time", lambda: 0.0)
        found = only(clock)
        assert found.state == NOTE
        assert "hours newer" in found.text


class TestSandbox:
    @pytest.mark.parametrize(("programs", "state"), [({"bwrap"}, OK), ({"docker"}, OK), ({}, NOTE)])
    def test_what_there_is(self, monkeypatch, programs, state):
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(shutil, "which", lambda name: name if name in programs else None)
        assert only(sandbox).state == state

    def test_nothing_is_said_where_there_is_none_to_install(self, monkeypatch):
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(shutil, "which", lambda _: None)
        assert list(sandbox()) == []
