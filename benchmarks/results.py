"""RESULTS.md: one section a benchmark, replaced when that benchmark runs again."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "# Benchmarks\n\nWritten by `make bench`. Compare numbers within one table only: they come from one run on one machine.\n"


def machine(device=None):
    """The machine and the versions, in one line; no host name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts = [f"{processor()}, {cores} cores", platform.system(), f"Python {platform.python_version()}"]
    parts += [f"{package} {version(package)}" for package in ("torch", "numpy", "matplotlib")]
    if device is not None and device.type == "cuda":
        import torch

        parts.insert(1, torch.cuda.get_device_name(device))
    return "Machine: " + "; ".join(parts) + "."


def processor():
    """The CPU's model name."""
    try:
        text = Path("/proc/cpuinfo").read_text()
        return re.search(r"model name\s*:\s*(.+)", text)[1].strip()
    except (OSError, TypeError):
        return platform.processor() or platform.machine()


def write_section(title, text):
    """Put `text` under "## title" in RESULTS.md, in place of what an earlier run wrote there."""
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
    others = [part for part in re.split(r"(?m)^(?=## )", old) if not part.startswith(f"## {title}\n")]
    new = "\n\n".join([*(part.strip() for part in others), f"## {title}\n\n{text.strip()}"]) + "\n"
    temporary = RESULTS.with_name("RESULTS.md.tmp")
    temporary.write_text(new, encoding="utf-8")
    os.replace(temporary, RESULTS)
