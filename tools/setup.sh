#!/bin/sh
# Usage: PYTHON=python3 VENV=.venv BIN=.venv/bin sh tools/setup.sh requirements.txt
# Makes the virtual environment and installs one list of packages; every failure says what to do next.
set -u

fail() {
    printf '\nSetting up stopped: %s\n' "$1" >&2
    exit 1
}

"$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null ||
    fail "$PYTHON is $("$PYTHON" --version 2>&1), and the lessons need Python 3.11, 3.12 or 3.13.
Install one of these and name it, for example:  make lab PYTHON=python3.12"

if ! [ -x "$BIN/python" ]; then
    echo "Making a virtual environment in $VENV (once) ..."
    "$PYTHON" -m venv "$VENV" ||
        fail "$PYTHON could not make a virtual environment. On Debian and Ubuntu:  sudo apt install python3-venv"
fi

echo "Installing the packages of $1 (a few minutes the first time) ..."
"$BIN/python" -m pip install -q -r "$1" -e . ||
    fail "pip could not install the packages of $1 (its own message is above).
  No network?       On a machine that has one, run 'make wheels' and copy the wheelhouse/ folder into this one.
  Disk full?        The packages need about 3 GB, with a GPU build of torch about 8 GB.
  Half-installed?   Delete the folder $VENV and run the same command again."
