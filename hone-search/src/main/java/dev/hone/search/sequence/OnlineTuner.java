package dev.hone.search.sequence;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import dev.hone.search.bandit.BanditSampler;
import dev.hone.search.bandit.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picks the parameter of a routine that is called again and again, from nothing but what earlier calls cost (row 28): each
 * call is a trial of a study, so that it is stored when it happens, resumed exactly, and seen in the dashboard.
 * <pre>
 * try (OnlineTuner tuner = OnlineTuner.named("pressure").grid("omega", 1, 1.95, 20).learner(TsallisInf.learner()).open()) {
 *     for (LinearSystem system : systems) {
 *         try (OnlineTuner.Call call = tuner.next()) {
 *             call.cost(LinearSolvers.sor(system.a(), system.b(), call.value(), options).iterations());
 *         }
 *     }
 * }
 * </pre>
 * Calls may overlap, also between threads and processes. Thread-safe, but for {@link #suggest} and {@link #report}, which
 * are for one caller.
 */
public final class OnlineTuner implements AutoCloseable {

    private final Study<Configuration> study;
    private final BanditSampler sampler;
    private final Learner learner;
    private final OnlineTunerBuilder settings;
    private Call current;

    OnlineTuner(Study<Configuration> study, BanditSampler sampler, Learner learner, OnlineTunerBuilder settings) {
        this.study = study;
        this.sampler = sampler;
        this.learner = learner;
        this.settings = settings;
    }

    /** Describes a tuner; {@code name} is that of its study. */
    public static OnlineTunerBuilder named(String name) {
        return new OnlineTunerBuilder(name);
    }

    /** The study whose trials are the calls. */
    public Study<Configuration> study() {
        return study;
    }

    /** What is chosen among, in the order of the learner's arms. */
    public List<Configuration> arms() {
        return sampler.arms();
    }

    /** The parameters of the next call. */
    public Call next() {
        return next(Instance.NONE);
    }

    /**
     * The parameters of the next call, about an instance that {@code context} describes.
     *
     * @throws HoneException if the learner has no use for a context, or it is not a number
     */
    public Call next(double context) {
        Check.that(learner.contextual(), "context", context, "none: '" + learner.id() + "' has no use for it");
        Check.finite("context", context);
        return next(Instance.of(settings.context(), context));
    }

    private Call next(Instance instance) {
        if (learner.contextual() && instance.isNone()) {
            throw new HoneException("context: is missing, expected a number: '" + learner.id() + "' decides by it");
        }
        return new Call(study.ask(instance));
    }

    /** {@link #next()} for callers that report with {@link #report}. */
    public Configuration suggest() {
        return begin(next()).configuration();
    }

    /** {@link #next(double)} for callers that report with {@link #report}. */
    public Configuration suggest(double context) {
        return begin(next(context)).configuration();
    }

    private Call begin(Call call) {
        if (current != null) {
            current.close();
        }
        current = call;
        return call;
    }

    /** What the call with the parameters last suggested cost. */
    public void report(double cost) {
        if (current == null) {
            throw new HoneException("no parameters were suggested since the last report");
        }
        current.cost(cost);
        current = null;
    }

    /**
     * Runs a routine with the parameters that the tuner picks. With {@code replay} it is then run with all others too, for
     * the view of what a fixed choice would have cost; the learner does not see those.
     */
    public <I, R> R run(IterativeRoutine<I, R> routine, I instance) throws Exception {
        return run(next(), routine, instance);
    }

    /** {@link #run(IterativeRoutine, Object)} on an instance that {@code context} describes. */
    public <I, R> R run(IterativeRoutine<I, R> routine, I instance, double context) throws Exception {
        return run(next(context), routine, instance);
    }

    private <I, R> R run(Call open, IterativeRoutine<I, R> routine, I instance) throws Exception {
        try (Call call = open) {
            IterativeRoutine.Outcome<R> outcome = routine.run(instance, call.configuration());
            call.cost(outcome.cost());
            if (settings.replays()) {
                List<Double> costs = new ArrayList<>();
                for (Configuration arm : sampler.arms()) {
                    costs.add(
                            arm.equals(call.configuration())
                                    ? outcome.cost()
                                    : routine.run(instance, arm).cost());
                }
                study.patiently(store -> {
                    store.putTrialAttribute(study.id(), call.trial.number(), SequenceSummary.REPLAY, Json.write(costs));
                    return true;
                });
            }
            return outcome.result();
        }
    }

    /** [arms] probabilities with which the next call about {@code context} would get each; empty without a closed form. */
    public double[] probabilities(double context) {
        return sampler.probabilities(study.problem(), study.trials(), context);
    }

    /** What the calls so far cost, and what fixed choices would have, where they are replayed; empty before any cost. */
    public Optional<SequenceSummary> summary() {
        return study.patiently(
                store -> SequenceSummary.of(store, store.find(study.name()).orElseThrow()));
    }

    /** Ends; the study stays in its store. */
    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        study.close();
    }

    /** One call of the routine. Exactly one of {@link #cost} and {@link #diverged} belongs to it; without, it failed. */
    public final class Call implements AutoCloseable {

        private final Trial<Configuration> trial;
        private boolean over;

        private Call(Trial<Configuration> trial) {
            this.trial = trial;
        }

        /** The parameters to call with. */
        public Configuration configuration() {
            return trial.candidate();
        }

        /** The value of a tuner's only parameter, a number. */
        public double value() {
            var values = trial.candidate().values();
            if (values.size() != 1) {
                throw new HoneException("there are the parameters " + values.keySet() + "; use configuration()");
            }
            return trial.candidate().getDouble(values.keySet().iterator().next());
        }

        /**
         * What the call cost. More than {@code maxCost} counts as that.
         *
         * @throws HoneException if it is not a number of at least {@code minCost}; nothing is recorded then
         */
        public void cost(double cost) {
            Check.finite("cost", cost);
            double least = settings.minCost();
            Check.that(cost >= least, "cost", cost, "a number of at least " + least + ", or another minCost");
            end();
            study.tell(trial, Evaluation.of(Math.min(cost, settings.maxCost().orElse(cost))));
        }

        /** The call came to nothing and costs {@code maxCost}. */
        public void diverged() {
            double most = settings.maxCost()
                    .orElseThrow(() -> new HoneException("diverged calls cost maxCost, which is not set"));
            end();
            study.tell(trial, Evaluation.of(most));
        }

        private void end() {
            if (over) {
                throw new HoneException("the cost of call " + trial.number() + " was told already");
            }
            over = true;
        }

        /** Records a call whose cost was not told as failed. */
        @Override
        public void close() {
            if (!over) {
                over = true;
                study.fail(trial, "no cost was told");
            }
        }
    }
}
