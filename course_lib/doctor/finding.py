"""A finding, and the words that many of them share."""

import sys
from pathlib import Path
from typing import NamedTuple

OK, NOTE, PROBLEM = "ok", "note", "PROBLEM"
ROOT = Path(__file__).parents[2]
PYTHON = f'"{sys.executable}"'
INSTALL = f'{PYTHON} -m pip install -r "{ROOT / "requirements.txt"}" -e "{ROOT}"'


class Finding(NamedTuple):
    """`state` is OK, NOTE (works, but good to know) or PROBLEM; `mend` is a command to type, or what to do in words."""

    state: str
    text: str
    mend: str = ""
