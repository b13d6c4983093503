import subprocess
import sys

import joblib
import pytest
import torch

from course_lib.training import devices, pick_device


@pytest.fixture
def machine(monkeypatch):
    """Pretend to be a machine with these devices."""

    def pretend(cuda=0, works=True, mps=False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
        monkeypatch.setattr(devices, "_computes", lambda device: works)

    return pretend


def test_cuda_comes_before_mps_before_cpu(machine):
    machine(cuda=1, mps=True)
    assert pick_device().type == "cuda"
    machine(mps=True)
    assert pick_device().type == "mps"
    machine()
    assert pick_device().type == "cpu"


def test_says_what_and_why(machine, capsys):
    machine()
    pick_device()
    assert capsys.readouterr().out == "Device: cpu, because neither CUDA nor Apple's MPS is available.\n"
    pick_device(verbose=False)
    assert capsys.readouterr().out == ""


def test_a_gpu_that_cannot_compute_is_not_chosen(machine, capsys):
    machine(cuda=1, works=False)
    assert pick_device().type == "cpu"
    assert "does not work" in capsys.readouterr().out


def test_the_argument_overrides_the_environment(machine, monkeypatch, capsys):
    machine(cuda=2)
    monkeypatch.setenv("DOWNHILL_DEVICE", "cuda:1")
    assert pick_device() == torch.device("cuda:1")
    assert "DOWNHILL_DEVICE" in capsys.readouterr().out
    assert pick_device("cpu") == torch.device("cpu")
    assert pick_device(torch.device("cuda")) == torch.device("cuda")


@pytest.mark.parametrize("asked", ["cuda", "cuda:2", "mps", "gpu", "", 7])
def test_an_override_that_is_not_here_lists_what_is(machine, asked):
    machine()
    with pytest.raises(ValueError, match=r"not available here\. Available: cpu"):
        pick_device(asked)


def test_the_environment_is_checked_too(machine, monkeypatch):
    machine(cuda=1)
    monkeypatch.setenv("DOWNHILL_DEVICE", "cuda:3")
    with pytest.raises(ValueError, match="cuda:0, cpu"):
        pick_device()


@pytest.fixture
def threads(monkeypatch):
    """Torch with so many threads on so many usable CPUs; gives back the number after limit_threads."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)

    def limited(threads, cpus):
        set_to = [threads]
        monkeypatch.setattr(torch, "get_num_threads", lambda: set_to[-1])
        monkeypatch.setattr(torch, "set_num_threads", set_to.append)
        monkeypatch.setattr(devices, "cpu_count", lambda: cpus)
        devices.limit_threads.cache_clear()
        devices.limit_threads()
        return set_to[-1]

    yield limited
    devices.limit_threads.cache_clear()


def test_threads_never_outnumber_the_cpus(threads, monkeypatch):
    assert threads(threads=64, cpus=2) == 2
    assert threads(threads=1, cpus=8) == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "6")
    assert threads(threads=6, cpus=2) == 6


def test_a_number_of_threads_set_later_stays(threads):
    threads(threads=8, cpus=2)
    torch.set_num_threads(5)
    devices.limit_threads()
    assert torch.get_num_threads() == 5


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="affinity is set the Linux way")
def test_threads_follow_the_affinity_of_the_process(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)  # Dask sets it in this process, for its workers
    code = (
        "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
        "import torch; torch.set_num_threads(4)\n"
        "from course_lib.training import pick_device; pick_device(); print(torch.get_num_threads())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "1"


def test_the_count_of_cpus_is_that_of_joblib():
    assert devices.cpu_count is joblib.cpu_count


def test_number_format(monkeypatch):
    cpu, cuda = torch.device("cpu"), torch.device("cuda")
    assert devices.autocast_format(cpu, "auto") is None
    assert devices.autocast_format(cuda, False) is None
    assert devices.autocast_format(cpu, "bfloat16") is torch.bfloat16
    for has_bfloat16, expected in [(True, torch.bfloat16), (False, torch.float16)]:
        monkeypatch.setattr(
            torch.cuda, "is_bf16_supported", lambda has_bfloat16=has_bfloat16, **_: has_bfloat16
        )
        assert devices.autocast_format(cuda, "auto") is expected
    with pytest.raises(ValueError, match="mixed_precision is 'half'"):
        devices.autocast_format(cpu, "half")
