"""Runs the comparison and writes its tables; started by run.py, which makes the environment."""

import argparse
import importlib.metadata
import json
import random
import statistics
import sys
import time
from pathlib import Path

from hone import Hone, HoneError
from peers import PEERS, suits
from report import report

STANDARD = ["Branin", "Hartmann-6", "Levy-10", "Ackley-10", "Rosenbrock-5", "Borehole", "Wing-weight"]
FRONTS = ["ZDT1", "ZDT2", "ZDT3", "ZDT4", "ZDT6", "DTLZ2", "Binh-Korn", "Osyczka-Kundu"]
LATENCY_PROBLEMS = ["Levy-10", "ZDT4"]


def options():
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument(
        "problems", nargs="*", default=STANDARD + FRONTS, help="boxes of numbers that 'hone bench pipe' knows (all of the report)")
    parser.add_argument("--peers", default=",".join(PEERS), help="which, with commas between (%(default)s)")
    parser.add_argument("--hone", default="gp,tpe,cmaes,nsga2,nsga3", help="which of Hone's optimizers (%(default)s)")
    parser.add_argument("--seeds", type=int, default=20, help="runs of each on each problem (%(default)s)")
    parser.add_argument("--trials", type=int, default=200, help="evaluations of a run (%(default)s)")
    parser.add_argument("--sizes", default="50,200,1000", help="trials told when proposals are timed; empty for none (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="proposals that are timed at each size (%(default)s)")
    parser.add_argument("--output", type=Path, default=Path("bench-peers"), help="folder of results (%(default)s)")
    parser.add_argument(
        "--limit", type=float, default=600, help="seconds after which a size is no longer timed for an optimizer (%(default)s)")
    chosen = parser.parse_args()
    for peer in filter(None, chosen.peers.split(",")):
        if peer not in PEERS:
            parser.error(f"--peers: is '{peer}', expected some of {', '.join(PEERS)}")
    if min(chosen.seeds, chosen.trials, chosen.rounds) < 1:
        parser.error("--seeds, --trials and --rounds must be at least 1")
    return chosen


class Results:
    """One JSON object a line; what is there is not run again."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "results.jsonl"
        self.lines = {}
        if self.path.exists():
            text = self.path.read_text()
            kept = text[: text.rfind("\n") + 1]
            self.path.write_text(kept)
            for line in kept.splitlines():
                result = json.loads(line)
                self.lines[tuple(result["key"])] = result

    def get(self, key, make):
        if key not in self.lines:
            started = time.perf_counter()
            result = {"key": list(key), **make()}
            with self.path.open("a") as file:
                file.write(json.dumps(result) + "\n")
            self.lines[key] = result
            print(f"{' '.join(map(str, key))}: {time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)
        return self.lines[key]


def run_peer(peer, problem, seed, trials):
    return (search_front if problem.several else search)(PEERS[peer](problem, seed, trials), problem, seed, trials)


def search(optimizer, problem, seed, trials):
    """Regret after each evaluation, of the best point by what the peer was told."""
    best, regret, regrets, busy = float("inf"), None, [], 0.0
    for trial in range(trials):
        started = time.perf_counter()
        x = optimizer.ask()
        busy += time.perf_counter() - started
        value, its_regret = problem.evaluate(x, seed, trial)
        if value < best:
            best, regret = value, its_regret
        regrets.append(regret)
        started = time.perf_counter()
        optimizer.tell(x, value)
        busy += time.perf_counter() - started
    return {"regrets": regrets, "ms_per_trial": 1e3 * busy / trials}


def search_front(optimizer, problem, seed, trials):
    """Regret after each evaluation, of all feasible points so far."""
    points, busy = [], 0.0
    for trial in range(trials):
        started = time.perf_counter()
        x = optimizer.ask()
        busy += time.perf_counter() - started
        values, constraints = problem.evaluate(x, seed, trial)
        points.append(x)
        started = time.perf_counter()
        optimizer.tell(x, values, constraints)
        busy += time.perf_counter() - started
    return {"regrets": problem.regrets(points), "ms_per_trial": 1e3 * busy / trials}


def time_peer(peer, problem, size, rounds, limit):
    """Median milliseconds of ask and tell together, with `size` trials told."""
    began = time.perf_counter()
    optimizer = PEERS[peer](problem, 0, size + rounds)
    draw = random.Random(7)
    points = [problem.from_cube([draw.random() for _ in range(problem.dimensions)]) for _ in range(size)]
    if optimizer.know is None:
        for trial in range(size):
            x = optimizer.ask()
            optimizer.tell(x, problem.evaluate(x, 0, trial)[0])
    else:
        optimizer.know(points, [problem.evaluate(x, 0, trial)[0] for trial, x in enumerate(points)])
    times = []
    for trial in range(rounds + 1):
        started = time.perf_counter()
        x = optimizer.ask()
        asked = time.perf_counter()
        value = problem.evaluate(x, 0, size + trial)[0]
        told = time.perf_counter()
        optimizer.tell(x, value)
        times.append(1e3 * (asked - started + time.perf_counter() - told))
        if time.perf_counter() - began > limit:
            break
    # the first pays for imports and caches
    return {"ms": statistics.median(times[1:] or times)}


def available(peers):
    """The peers that are installed, each with the versions of its packages, and what those that are not lack."""
    versions, missing = {}, {}
    for peer in peers:
        try:
            versions[peer] = [f"{p} {importlib.metadata.version(p)}" for p in PEERS[peer].packages]
        except importlib.metadata.PackageNotFoundError as e:
            missing[peer] = e.name
    return versions, missing


def fitting(optimizers, problem):
    return [o for o in optimizers if suits(o, problem)]


def compare(chosen, hone, results, problems, peers, own):
    for seed in range(chosen.seeds):
        for problem in problems:
            for optimizer in fitting(own, problem):
                results.get(
                    ("run", problem.name, optimizer, seed, chosen.trials),
                    lambda: hone.request(
                        op="run", problem=problem.name, optimizer=optimizer, seed=seed, trials=chosen.trials))
            for peer in fitting(peers, problem):
                results.get(
                    ("run", problem.name, peer, seed, chosen.trials),
                    lambda: run_peer(peer, problem, seed, chosen.trials))


def time_proposals(chosen, hone, results, problem, peers, own):
    for size in map(int, filter(None, chosen.sizes.split(","))):
        for optimizer in fitting(own, problem):
            results.get(
                ("time", problem.name, optimizer, size),
                lambda: hone.request(
                    op="time", problem=problem.name, optimizer=optimizer, told=size, rounds=max(20, chosen.rounds)))
        for peer in fitting(peers, problem):
            results.get(
                ("time", problem.name, peer, size),
                lambda: time_peer(peer, problem, size, chosen.rounds, chosen.limit))


def main():
    chosen = options()
    versions, missing = available([p for p in chosen.peers.split(",") if p])
    for peer, package in missing.items():
        print(f"{peer} is left out: {package} is not installed", file=sys.stderr)
    own = [o for o in chosen.hone.split(",") if o]
    results = Results(chosen.output)
    hone = Hone()
    try:
        problems = [hone.problem(name) for name in chosen.problems]
        kinds = {p.several for p in problems}
        timed = [p for p in map(hone.problem, LATENCY_PROBLEMS) if p.several in kinds]
        for problem in timed:
            time_proposals(chosen, hone, results, problem, versions, own)
        compare(chosen, hone, results, problems, versions, own)
        text = report(chosen, problems, timed, results.lines, versions, missing, own)
        (chosen.output / "report.md").write_text(text)
        print(text)
    except HoneError as e:
        sys.exit(f"run.py: {e}")
    except KeyboardInterrupt:
        sys.exit(f"run.py: interrupted; the same command continues from {results.path}")
    finally:
        hone.close()


if __name__ == "__main__":
    main()
