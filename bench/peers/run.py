#!/usr/bin/env python3
"""Compares Hone's optimizers with Optuna, pycma, Nevergrad, SMAC3 and BoTorch on the same problems, seeds and budgets.

Makes a virtual environment with the pinned requirements, leaving out what cannot be installed, and goes on in it. Needs
Python 3.10 or newer and Java 17; nothing of Hone itself needs Python.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("PEERS_ENV", HERE / ".venv"))
# One thread each, as Hone: numerical libraries would take all cores and disturb each other.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def requirements():
    lines = (HERE / "requirements.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def prepare():
    """The environment's Python; packages are tried once, and those that failed again at the next start."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        print(f"making {ENVIRONMENT}", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True)
    installed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"],
        check=True, capture_output=True, text=True).stdout.lower().splitlines()
    for requirement in requirements():
        if requirement.lower() not in installed:
            print(f"installing {requirement}", file=sys.stderr)
            done = subprocess.run([python, "-m", "pip", "install", "-q", requirement])
            if done.returncode != 0:
                print(f"{requirement} cannot be installed and is left out", file=sys.stderr)
    return python


if __name__ == "__main__":
    environment = dict(os.environ, **{name: "1" for name in THREADS})
    python = prepare()
    os.execve(python, [str(python), str(HERE / "compare.py"), *sys.argv[1:]], environment)
