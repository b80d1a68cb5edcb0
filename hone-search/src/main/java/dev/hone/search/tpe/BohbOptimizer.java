package dev.hone.search.tpe;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The state behind {@link BohbSampler}: what was told. */
final class BohbOptimizer implements Optimizer<Configuration> {

    private static final long STREAM = 0x626f6862L;

    /** Stands for the end of a whole trial, whatever its last step. */
    static final long WHOLE = Long.MAX_VALUE;

    private final SearchSpace space;
    private final Problem problem;
    private final BohbSampler.Options options;
    private final List<Trial<Configuration>> told = new ArrayList<>();

    BohbOptimizer(SearchSpace space, Problem problem, BohbSampler.Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        told.addAll(finished);
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        Optional<List<Proposal<Configuration>>> modelled = model().map(model -> model.ask(request));
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), STREAM, request.firstNumber() + i);
            boolean explore = random.nextDouble() < options.randomShare();
            proposals.add(
                    modelled.isEmpty() || explore
                            ? Proposal.of(space.sample(random))
                            : modelled.get().get(i));
        }
        return proposals;
    }

    /** A model of the values at the largest step that enough trials have reached; empty if there is none. */
    private Optional<TpeOptimizer> model() {
        OptionalLong step = step(told, space.dimensions() + 3);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        TpeOptimizer tpe = new TpeOptimizer(
                space,
                problem,
                new TpeSampler.Options(
                        1,
                        options.candidates(),
                        options.gamma(),
                        Integer.MAX_VALUE,
                        1,
                        false,
                        TpeSampler.Bandwidth.SCOTT,
                        1,
                        1,
                        true,
                        true));
        List<Trial<Configuration>> asIfWhole = new ArrayList<>();
        for (Trial<Configuration> trial : told) {
            if (trial.state() == TrialState.FAILED) {
                asIfWhole.add(trial);
            } else {
                at(trial, step.getAsLong()).ifPresent(value -> asIfWhole.add(complete(trial, value)));
            }
        }
        tpe.tell(asIfWhole);
        return Optional.of(tpe);
    }

    /** The largest step with values of at least {@code least} trials, {@link #WHOLE} before all others. */
    static OptionalLong step(List<Trial<Configuration>> trials, int least) {
        TreeMap<Long, Integer> counts = new TreeMap<>();
        for (Trial<Configuration> trial : trials) {
            if (trial.isComplete()) {
                counts.merge(WHOLE, 1, Integer::sum);
            }
            if (trial.state() != TrialState.FAILED) {
                trial.intermediate().forEach((step, value) -> counts.merge(step, 1, Integer::sum));
            }
        }
        return counts.descendingMap().entrySet().stream()
                .filter(e -> e.getValue() >= least)
                .mapToLong(e -> e.getKey())
                .findFirst();
    }

    private static Optional<Double> at(Trial<Configuration> trial, long step) {
        if (step == WHOLE) {
            return trial.isComplete() ? Optional.of(trial.value()) : Optional.empty();
        }
        return Optional.ofNullable(trial.intermediate().get(step)).filter(Double::isFinite);
    }

    /** The trial as if it had ended with {@code value}; its constraints stay, where it has got that far. */
    private static Trial<Configuration> complete(Trial<Configuration> trial, double value) {
        return new Trial<>(
                trial.number(),
                TrialState.COMPLETE,
                trial.candidate(),
                trial.origin(),
                trial.attempt(),
                trial.worker(),
                Optional.of(trial.evaluation().orElse(Evaluation.of(value)).withValues(List.of(value))),
                Optional.empty(),
                trial.intermediate(),
                trial.attributes(),
                trial.parents(),
                trial.created(),
                trial.started(),
                trial.finished(),
                trial.finishOrder());
    }
}
