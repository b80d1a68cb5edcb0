package dev.hone.search;

import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Complete trials without a study. */
public final class Told {

    private Told() {}

    public static Trial<Configuration> complete(
            long number, Configuration configuration, Origin origin, double... values) {
        return complete(number, Proposal.of(configuration), origin, values);
    }

    private static Trial<Configuration> complete(
            long number, Proposal<Configuration> proposal, Origin origin, double... values) {
        return new Trial<>(
                number,
                TrialState.COMPLETE,
                proposal.candidate(),
                origin,
                1,
                Optional.empty(),
                Optional.of(Evaluation.of(values)),
                Optional.empty(),
                new TreeMap<>(),
                proposal.attributes(),
                List.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                number + 1);
    }

    /** Asks for one trial after the other, numbers {@code from} to {@code to - 1}, and tells each at once. */
    public static List<Trial<Configuration>> run(
            Optimizer<Configuration> optimizer, int from, int to, Function<Configuration, double[]> values) {
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int number = from; number < to; number++) {
            Proposal<Configuration> next =
                    optimizer.ask(new Ask<>(1, number, List.of())).get(0);
            Trial<Configuration> trial = complete(number, next, Origin.OPTIMIZER, values.apply(next.candidate()));
            optimizer.tell(List.of(trial));
            trials.add(trial);
        }
        return trials;
    }
}
