"""The peers behind one interface, each with the defaults of its library or, where it has none, those of its tutorial.

A peer is made for (problem, seed, trials), then asked for a point and told its value, in turn. `know` gives it trials that it
did not ask for, to measure proposals with a long history; where it is None, they must be asked for. With several objectives
the value is a list, and the constraints (satisfied when at most 0) are told with it.
"""

import logging
import tempfile
import warnings

warnings.filterwarnings("ignore")


class OptunaPeer:
    def __init__(self, problem, seed, trials):
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.optuna, self.problem = optuna, problem
        self.study = optuna.create_study(
            sampler=self.sampler(optuna.samplers, seed), directions=["minimize"] * problem.objectives)
        self.trial = None

    def distributions(self):
        float_distribution = self.optuna.distributions.FloatDistribution
        return {n: float_distribution(l, h) for n, l, h in zip(self.problem.names, self.problem.low, self.problem.high)}

    def ask(self):
        self.trial = self.study.ask(self.distributions())
        return [self.trial.params[name] for name in self.problem.names]

    def tell(self, x, y, constraints=()):
        for i, constraint in enumerate(constraints):
            self.trial.set_constraint(f"g{i}", constraint)
        self.study.tell(self.trial, y)

    def know(self, points, values):
        distributions = self.distributions()
        self.study.add_trials([
            self.optuna.trial.create_trial(
                params=dict(zip(self.problem.names, x)),
                distributions=distributions,
                values=y if self.problem.several else [y])
            for x, y in zip(points, values)])


class OptunaTpe(OptunaPeer):
    packages = ["optuna"]

    def sampler(self, samplers, seed):
        return samplers.TPESampler(seed=seed)


class OptunaGp(OptunaPeer):
    packages = ["optuna", "torch"]

    def sampler(self, samplers, seed):
        return samplers.GPSampler(seed=seed)


class OptunaCmaEs(OptunaPeer):
    packages = ["optuna", "cmaes"]
    # trials that it did not ask for do not advance its distribution
    know = None

    def sampler(self, samplers, seed):
        return samplers.CmaEsSampler(seed=seed)


class OptunaNsga2(OptunaPeer):
    packages = ["optuna"]
    # trials that it did not ask for belong to no generation
    know = None

    def sampler(self, samplers, seed):
        return samplers.NSGAIISampler(seed=seed)


class OptunaNsga3(OptunaNsga2):
    def sampler(self, samplers, seed):
        return samplers.NSGAIIISampler(seed=seed)


class PyCma:
    """Starts at a random point, with a step size of a quarter of the box, as its documentation advises."""

    packages = ["cma"]
    know = None

    def __init__(self, problem, seed, trials):
        import cma
        import numpy

        self.problem = problem
        start = numpy.random.default_rng(seed).random(problem.dimensions)
        # its seed 0 means the clock
        self.strategy = cma.CMAEvolutionStrategy(
            start, 0.25, {"bounds": [0, 1], "seed": seed + 1, "verbose": -9})
        self.queue, self.told = [], []

    def ask(self):
        if not self.queue:
            self.queue = list(self.strategy.ask())
        self.u = self.queue.pop(0)
        return self.problem.from_cube(self.u)

    def tell(self, x, y):
        self.told.append((self.u, y))
        if not self.queue:
            self.strategy.tell(*map(list, zip(*self.told)))
            self.told = []


class Nevergrad:
    packages = ["nevergrad"]
    know = None

    def __init__(self, problem, seed, trials):
        import nevergrad

        self.problem = problem
        space = nevergrad.p.Array(shape=(problem.dimensions,), lower=0, upper=1)
        space.random_state.seed(seed)
        self.optimizer = nevergrad.optimizers.NGOpt(parametrization=space, budget=trials, num_workers=1)

    def ask(self):
        self.candidate = self.optimizer.ask()
        return self.problem.from_cube(self.candidate.value)

    def tell(self, x, y):
        self.optimizer.tell(self.candidate, y)


class Smac:
    """The facade that SMAC3 recommends for numbers: a Gaussian process."""

    packages = ["smac"]

    def __init__(self, problem, seed, trials):
        import ConfigSpace
        from smac import Scenario

        logging.disable(logging.WARNING)
        self.problem = problem
        self.space = ConfigSpace.ConfigurationSpace(seed=seed)
        self.space.add(*[ConfigSpace.Float(n, (l, h)) for n, l, h in zip(problem.names, problem.low, problem.high)])
        self.folder = tempfile.TemporaryDirectory()
        self.scenario = Scenario(
            self.space, deterministic=True, n_trials=max(trials, 2), seed=seed, output_directory=self.folder.name)
        self.facade = self.make()

    def make(self, **more):
        from smac import BlackBoxFacade

        # the function is never called: points are asked for and told
        return BlackBoxFacade(self.scenario, lambda config, seed=0: 0.0, overwrite=True, logging_level=False, **more)

    def ask(self):
        self.info = self.facade.ask()
        return [self.info.config[name] for name in self.problem.names]

    def tell(self, x, y):
        from smac.runhistory.dataclasses import TrialValue

        self.facade.tell(self.info, TrialValue(cost=y))

    def know(self, points, values):
        import ConfigSpace
        from smac import BlackBoxFacade
        from smac.runhistory.dataclasses import TrialInfo, TrialValue

        # without the initial design, which would be proposed first whatever is known
        self.facade = self.make(initial_design=BlackBoxFacade.get_initial_design(self.scenario, n_configs=1))
        for x, y in zip(points, values):
            config = ConfigSpace.Configuration(self.space, values=dict(zip(self.problem.names, x)))
            self.facade.tell(TrialInfo(config=config, seed=0), TrialValue(cost=y))


class BoTorch:
    """SingleTaskGP and LogEI after max(5, 2 d) Sobol points, with 10 restarts and 512 raw samples, as in its tutorials."""

    packages = ["botorch"]

    def __init__(self, problem, seed, trials):
        import torch

        torch.set_num_threads(1)
        torch.manual_seed(seed)
        self.torch, self.problem = torch, problem
        self.sobol = torch.quasirandom.SobolEngine(problem.dimensions, scramble=True, seed=seed)
        self.initial = max(5, 2 * problem.dimensions)
        self.u, self.y = [], []

    def ask(self):
        self.point = (
            self.sobol.draw(1, dtype=self.torch.double)[0] if len(self.y) < self.initial else self.improve())
        return self.problem.from_cube(self.point.tolist())

    def improve(self):
        from botorch.acquisition import LogExpectedImprovement
        from botorch.fit import fit_gpytorch_mll
        from botorch.models import SingleTaskGP
        from botorch.optim import optimize_acqf
        from gpytorch.mlls import ExactMarginalLogLikelihood

        torch = self.torch
        x = torch.stack(self.u)
        y = -torch.tensor(self.y, dtype=torch.double).unsqueeze(-1)
        model = SingleTaskGP(x, y)
        fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
        # best_f is on the scale of the observations, as is the posterior
        acquisition = LogExpectedImprovement(model, best_f=y.max())
        bounds = torch.stack([torch.zeros(x.shape[1]), torch.ones(x.shape[1])]).double()
        candidate, _ = optimize_acqf(acquisition, bounds=bounds, q=1, num_restarts=10, raw_samples=512)
        return candidate[0].detach()

    def tell(self, x, y):
        self.u.append(self.point)
        self.y.append(y)

    def know(self, points, values):
        for x, y in zip(points, values):
            u = [(v - l) / (h - l) for v, l, h in zip(x, self.problem.low, self.problem.high)]
            self.u.append(self.torch.tensor(u, dtype=self.torch.double))
            self.y.append(y)


PEERS = {
    "optuna-tpe": OptunaTpe,
    "optuna-gp": OptunaGp,
    "optuna-cmaes": OptunaCmaEs,
    "optuna-nsga2": OptunaNsga2,
    "optuna-nsga3": OptunaNsga3,
    "pycma": PyCma,
    "nevergrad": Nevergrad,
    "smac": Smac,
    "botorch": BoTorch,
}

# which are compared on several objectives, and which of them on nothing else
FRONT_ONLY = {"nsga2", "nsga3", "optuna-nsga2", "optuna-nsga3"}
FRONT = FRONT_ONLY | {"gp", "tpe", "optuna-gp", "optuna-tpe"}


def suits(optimizer, problem):
    """Whether an optimizer, perhaps Hone's with options as NAME:OPTION=VALUE, is compared on a problem like this."""
    name = optimizer.split(":")[0]
    return name in FRONT if problem.several else name not in FRONT_ONLY


# which of Hone's each is compared with
COUNTERPARTS = {
    "optuna-tpe": "tpe",
    "optuna-gp": "gp",
    "optuna-cmaes": "cmaes",
    "optuna-nsga2": "nsga2",
    "optuna-nsga3": "nsga3",
    "pycma": "cmaes",
    "nevergrad": "gp",
    "smac": "gp",
    "botorch": "gp",
}
