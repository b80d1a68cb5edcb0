"""Tables of a comparison as Markdown."""

import statistics

from peers import COUNTERPARTS, suits
from scipy.stats import wilcoxon


def row(*cells):
    return "| " + " | ".join(str(c) for c in cells) + " |\n"


def number(value):
    return f"{value:.3g}"


def paired(mine, theirs):
    """How often the peer's regret is less than Hone's, seed by seed, and the two-sided p-value of Wilcoxon's signed-rank test."""
    less = sum(t < m for m, t in zip(mine, theirs))
    more = sum(t > m for m, t in zip(mine, theirs))
    p = 1.0 if mine == theirs else wilcoxon(mine, theirs).pvalue
    verdict = "equal" if p >= 0.05 else "worse" if statistics.median(theirs) > statistics.median(mine) else "better"
    return f"{verdict}: {less} less, {more} more, p = {p:.2g}"


def regrets(lines, problem, optimizer, chosen):
    return [lines["run", problem.name, optimizer, seed, chosen.trials]["regrets"] for seed in range(chosen.seeds)]


def report(chosen, problems, timed, lines, versions, missing, own):
    optimizers = [*own, *versions]
    text = (
        f"{chosen.seeds} seed(s), {chosen.trials} evaluations a run, one thread each; versions: "
        + ", ".join(dict.fromkeys(v for packages in versions.values() for v in packages))
        + ".\n"
        + "".join(f"{peer} is left out: {package} is not installed.\n" for peer, package in missing.items()))
    for group, measure in (
            ([p for p in problems if not p.several], "Median regret"),
            ([p for p in problems if p.several], "Several objectives: median share of the front's hypervolume that is missing")):
        if not group:
            continue
        left_out = [o for o in optimizers if not suits(o, group[0])]
        text += f"\n{measure}; the last column pairs a peer with Hone's optimizer by seed.\n"
        text += f"Left out here: {', '.join(left_out)}.\n" if left_out else ""
        text += "\n" + table(chosen, group, lines, optimizers, own)
    sizes = [int(s) for s in chosen.sizes.split(",") if s]
    for problem in timed if sizes else []:
        text += f"\nMilliseconds to ask for a proposal and tell its result with n trials told, {problem.name}, median.\n\n"
        text += row("optimizer", *[f"n = {n}" for n in sizes])
        text += row(*["---"] * (len(sizes) + 1))
        for optimizer in [o for o in optimizers if suits(o, problem)]:
            text += row(
                name(optimizer, own), *[number(lines["time", problem.name, optimizer, n]["ms"]) for n in sizes])
    return text


def table(chosen, problems, lines, optimizers, own):
    points = [n for n in (25, 50, 100, 250, 500) if chosen.trials / 10 <= n < chosen.trials] + [chosen.trials]
    text = row("problem", "optimizer", *[f"at {n}" for n in points], "peer against Hone at the end")
    text += row(*["---"] * (len(points) + 3))
    for problem in problems:
        for optimizer in [o for o in optimizers if suits(o, problem)]:
            runs = regrets(lines, problem, optimizer, chosen)
            against = ""
            counterpart = COUNTERPARTS.get(optimizer)
            if counterpart in own:
                mine = [r[-1] for r in regrets(lines, problem, counterpart, chosen)]
                against = f"{counterpart}: " + paired(mine, [r[-1] for r in runs])
            medians = [number(statistics.median(r[n - 1] for r in runs)) for n in points]
            text += row(problem.name, name(optimizer, own), *medians, against)
    return text


def name(optimizer, own):
    return f"Hone {optimizer}" if optimizer in own else optimizer
