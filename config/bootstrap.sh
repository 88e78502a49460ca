#!/bin/sh
# Make a virtual environment from a hashed lock: with uv when present, else with pip. Says plainly what is missing.
set -eu
venv=$1 lock=$2 python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Qafila needs Python 3.11 or newer; no '$python' was found. Install it, or name one: make start PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Qafila needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Name another: make start PYTHON=python3.12" >&2
    exit 1
fi

if command -v uv >/dev/null 2>&1; then
    [ -x "$venv/bin/python" ] || uv venv -q --python "$python" "$venv"
    uv pip install -q --python "$venv/bin/python" --require-hashes -r "$lock"
else
    if [ ! -x "$venv/bin/pip" ]; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2
            exit 1
        fi
        "$python" -m venv "$venv"
    fi
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
fi
