"""Hone in a child process: problems, and optimizers that run within it. One JSON object a line, see `hone bench pipe`."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class HoneError(Exception):
    """A request that Hone refused, with its reason."""


class Hone:
    def __init__(self):
        self.process = subprocess.Popen(
            [str(ROOT / "hone"), "bench", "pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def request(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise HoneError(f"hone bench pipe ended with status {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise HoneError(answer["error"])
        return answer

    def problem(self, name):
        return Problem(self, name, self.request(op="problem", problem=name))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Problem:
    """A box of numbers with a function to minimise; points are lists in the order of the parameters."""

    def __init__(self, hone, name, description):
        self.hone = hone
        self.name = description["name"]
        self.minimum = description["minimum"]
        parameters = description["parameters"]
        if description["constraints"] or any(p["type"] != "float" for p in parameters):
            raise HoneError(f"{name} is not a box of numbers without constraints, which all peers can search")
        self.names = [p["name"] for p in parameters]
        self.low = [p["low"] for p in parameters]
        self.high = [p["high"] for p in parameters]

    @property
    def dimensions(self):
        return len(self.names)

    def from_cube(self, u):
        return [l + min(1.0, max(0.0, float(x))) * (h - l) for l, h, x in zip(self.low, self.high, u)]

    def evaluate(self, x, seed, trial):
        """What the optimizer is told, and the regret without noise."""
        values = dict(zip(self.names, map(float, x)))
        answer = self.hone.request(op="value", problem=self.name, values=values, seed=seed, trial=trial)
        return answer["value"], answer["regret"]
