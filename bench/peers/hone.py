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
        description = self.request(op="problem", problem=name)
        return (FrontProblem if description["objectives"] > 1 else Problem)(self, description)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Box:
    """A box of numbers with functions to minimise; points are lists in the order of the parameters."""

    def __init__(self, hone, description):
        self.hone = hone
        self.name = description["name"]
        self.objectives = description["objectives"]
        self.several = self.objectives > 1
        parameters = description["parameters"]
        if any(p["type"] != "float" for p in parameters):
            raise HoneError(f"{self.name} is not a box of numbers, which all peers can search")
        self.names = [p["name"] for p in parameters]
        self.low = [p["low"] for p in parameters]
        self.high = [p["high"] for p in parameters]

    @property
    def dimensions(self):
        return len(self.names)

    def from_cube(self, u):
        return [l + min(1.0, max(0.0, float(x))) * (h - l) for l, h, x in zip(self.low, self.high, u)]

    def named(self, x):
        return dict(zip(self.names, map(float, x)))

    def value(self, x, seed, trial):
        return self.hone.request(op="value", problem=self.name, values=self.named(x), seed=seed, trial=trial)


class Problem(Box):
    """One function, no constraints."""

    def __init__(self, hone, description):
        super().__init__(hone, description)
        if description["constraints"]:
            raise HoneError(f"{self.name} has constraints, which not all peers can search under")

    def evaluate(self, x, seed, trial):
        """What the optimizer is told, and the regret without noise."""
        answer = self.value(x, seed, trial)
        return answer["value"], answer["regret"]


class FrontProblem(Box):
    """Several functions, perhaps with constraints."""

    def evaluate(self, x, seed, trial):
        """What the optimizer is told: values and constraints."""
        answer = self.value(x, seed, trial)
        return answer["values"], answer["constraints"]

    def regrets(self, points):
        """The share of the front's hypervolume that is missing after each of the points in turn."""
        return self.hone.request(op="regrets", problem=self.name, points=[self.named(x) for x in points])["regrets"]
