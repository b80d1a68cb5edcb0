package dev.hone.search.sequence;

import dev.hone.core.Check;
import dev.hone.core.Json;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Study;
import dev.hone.search.bandit.BanditSampler;
import dev.hone.search.bandit.Learner;
import dev.hone.search.bandit.TsallisInf;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Describes an {@link OnlineTuner}: what is chosen among, who learns, what costs look like, where calls are kept. */
public final class OnlineTunerBuilder {

    /** A call silent for so long belongs to a process that died. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final String name;
    private SearchSpace space;
    private int points = BanditSampler.Options.defaults().points();
    private Learner learner = TsallisInf.learner();
    private String objective = "cost";
    private String context = BanditSampler.Options.defaults().context();
    private double minCost = 1;
    private OptionalDouble maxCost = OptionalDouble.empty();
    private StudyStore store;
    private long seed;
    private boolean replay;

    OnlineTunerBuilder(String name) {
        this.name = Check.notBlank("name", name);
    }

    /** One number: {@code count} values, evenly from {@code low} to {@code high}. */
    public OnlineTunerBuilder grid(String parameter, double low, double high, int count) {
        Check.atLeast("grid", count, 2);
        return over(SearchSpace.of(FloatParameter.linear(parameter, low, high)), count);
    }

    /** One number: these values. */
    public OnlineTunerBuilder values(String parameter, double... values) {
        return over(
                SearchSpace.of(CategoricalParameter.ordered(
                        parameter, Arrays.stream(values).boxed().toArray())),
                Math.max(2, values.length));
    }

    /** The feasible points of a grid over a space with {@code pointsPerAxis} values of a number that has more. */
    public OnlineTunerBuilder over(SearchSpace parameters, int pointsPerAxis) {
        space = parameters;
        points = pointsPerAxis;
        return this;
    }

    /** Who learns; {@link TsallisInf} by default. */
    public OnlineTunerBuilder learner(Learner value) {
        learner = value;
        return this;
    }

    /** What to call the cost; {@code cost} by default. */
    public OnlineTunerBuilder minimize(String costName) {
        objective = costName;
        return this;
    }

    /** What to call the context; {@code context} by default. */
    public OnlineTunerBuilder context(String contextName) {
        context = contextName;
        return this;
    }

    /** Least possible cost; 1 by default, as of iterations. A call that costs less is an error. */
    public OnlineTunerBuilder minCost(double value) {
        minCost = Check.finite("minCost", value);
        return this;
    }

    /** What a call costs at most, and one that diverged; no limit by default. */
    public OnlineTunerBuilder maxCost(double value) {
        maxCost = OptionalDouble.of(value);
        return this;
    }

    /**
     * Where the calls are kept; in memory by default, which grows with every call. Programs that keep no record may use a
     * {@link dev.hone.search.bandit.Bandit} itself, whose state is a few numbers.
     */
    public OnlineTunerBuilder store(StudyStore value) {
        store = value;
        return this;
    }

    public OnlineTunerBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Whether {@link OnlineTuner#run} also runs all other parameters, to show what a fixed choice would have cost. */
    public OnlineTunerBuilder replay(boolean value) {
        replay = value;
        return this;
    }

    /** Starts, or goes on where the study of this name stopped. */
    public OnlineTuner open() {
        Check.that(space != null, "grid", "missing", "grid, values or over");
        BanditSampler sampler = BanditSampler.over(
                space, learner, new BanditSampler.Options(points, OptionalDouble.of(minCost), maxCost, context));
        StudyStore kept = store == null ? new MemoryStore() : store;
        Study<Configuration> study = Study.named(name)
                .minimize(objective)
                .seed(seed)
                .optimizer(sampler)
                .store(kept)
                .retries(0)
                .createOrLoad();
        kept.reap(study.id(), SILENCE, Set.of(), 0);
        if (replay) {
            List<Map<String, Object>> arms =
                    sampler.arms().stream().map(Configuration::values).toList();
            kept.putAttribute(study.id(), SequenceSummary.ARMS, Json.write(arms));
        }
        return new OnlineTuner(study, sampler, learner, this);
    }

    String context() {
        return context;
    }

    double minCost() {
        return minCost;
    }

    OptionalDouble maxCost() {
        return maxCost;
    }

    boolean replays() {
        return replay;
    }
}
