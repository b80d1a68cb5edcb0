package dev.hone.core.study;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.Fidelity;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Describes a study: objectives, seed and what else does not depend on the type of candidate. */
public final class StudyBuilder {

    private final String name;
    private final List<Objective> objectives = new ArrayList<>();
    private boolean compared;
    private long seed;
    private String definition = "";

    StudyBuilder(String name) {
        this.name = Check.notBlank("study", name);
    }

    public StudyBuilder minimize(String objective) {
        return objective(Objective.minimize(objective));
    }

    public StudyBuilder maximize(String objective) {
        return objective(Objective.maximize(objective));
    }

    /** Adds an objective; their order is that of {@link dev.hone.core.trial.Evaluation#values()}. */
    public StudyBuilder objective(Objective objective) {
        Check.that(
                objectives.stream().noneMatch(o -> o.name().equals(objective.name())),
                "objectives",
                "'" + objective.name() + "' twice",
                "every name once");
        objectives.add(objective);
        return this;
    }

    /**
     * Says that trials are not measured but compared with each other, by a {@link Typed#judge} or with {@link
     * Study#compare}. Takes the place of objectives.
     */
    public StudyBuilder compared() {
        compared = true;
        return this;
    }

    /** Seed of everything random; 0 by default. A stored study keeps the seed it was created with. */
    public StudyBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** The text that defines the study, kept so that other processes can take part. */
    public StudyBuilder definition(String text) {
        definition = text;
        return this;
    }

    /** What proposes candidates. */
    public <C> Typed<C> optimizer(OptimizerFactory<C> factory) {
        return new Typed<>(this, factory);
    }

    /** The same, once the type of candidate is known. */
    public static final class Typed<C> {

        private static final Duration HEARTBEAT = Duration.ofSeconds(10);

        private final StudyBuilder base;
        private final OptimizerFactory<C> factory;
        private final List<StudyListener> listeners = new ArrayList<>();
        private StudyStore store = new MemoryStore();
        private Pruner pruner = Pruner.NONE;
        private Optional<Judge<C>> judge = Optional.empty();
        private FailureLimit failureLimit = FailureLimit.NONE;
        private int retries = 1;
        private Duration heartbeat = HEARTBEAT;
        private Duration patience = Duration.ofMinutes(10);
        private OptionalLong plannedTrials = OptionalLong.empty();
        private int parallelism = 1;
        private boolean constrained;
        private OptionalDouble plannedCost = OptionalDouble.empty();
        private Optional<Fidelity> fidelity = Optional.empty();
        private boolean leavesWhenPaused;
        private Optional<LongFunction<Instance>> instances = Optional.empty();

        private Typed(StudyBuilder base, OptimizerFactory<C> factory) {
            this.base = base;
            this.factory = factory;
        }

        /** Where the study lives; in memory by default. */
        public Typed<C> store(StudyStore value) {
            store = value;
            return this;
        }

        public Typed<C> pruner(Pruner value) {
            pruner = value;
            return this;
        }

        /** Who compares trials when the optimizer asks for it; without one, a run waits until {@link Study#compare}. */
        public Typed<C> judge(Judge<C> value) {
            judge = Optional.of(value);
            return this;
        }

        public Typed<C> listener(StudyListener value) {
            listeners.add(value);
            return this;
        }

        /** When too many failures end a run; never by default. */
        public Typed<C> failureLimit(FailureLimit value) {
            failureLimit = value;
            return this;
        }

        /** How often a trial whose worker died is tried again; once by default. */
        public Typed<C> retries(int value) {
            retries = Check.atLeast("retries", value, 0);
            return this;
        }

        /** Time between signs of life; a worker that is silent for six times as long counts as dead. 10 s by default. */
        public Typed<C> heartbeat(Duration value) {
            Check.that(!value.isNegative() && !value.isZero(), "heartbeat", value, "a duration above 0");
            heartbeat = value;
            return this;
        }

        /** How long an unreachable store is waited for; 10 min by default. */
        public Typed<C> patience(Duration value) {
            patience = value;
            return this;
        }

        /** How many trials are planned, for optimizers that plan ahead. */
        public Typed<C> plannedTrials(long value) {
            plannedTrials = OptionalLong.of(value);
            return this;
        }

        /** How many trials will run at a time, for optimizers that plan ahead; 1 by default. */
        public Typed<C> parallelism(int value) {
            parallelism = Check.positive("parallelism", value);
            return this;
        }

        /** Says that evaluations report outcome constraints. */
        public Typed<C> constrained(boolean value) {
            constrained = value;
            return this;
        }

        /** How much all trials together may cost, for optimizers that plan ahead. */
        public Typed<C> plannedCost(double value) {
            plannedCost = OptionalDouble.of(Check.positive("planned cost", value));
            return this;
        }

        /**
         * Says that a parameter is the fidelity of evaluations: trials below its truth are never a result, and trials that
         * report no cost, failed ones too, cost what their level does. Needs an optimizer that chooses fidelities.
         */
        public Typed<C> fidelity(Fidelity value) {
            Check.that(
                    factory.codec() instanceof ConfigurationCodec,
                    "fidelity",
                    value.parameter(),
                    "none, unless candidates are configurations of a search space");
            fidelity = Optional.of(value);
            return this;
        }

        /**
         * Whether a run ends while the study is paused, as soon as nothing is evaluated here, instead of waiting: for workers
         * that have other studies to work on.
         */
        public Typed<C> leaveWhenPaused(boolean value) {
            leavesWhenPaused = value;
            return this;
        }

        /** What the trial of each number is about, a function of the number alone; called on any thread. */
        public Typed<C> instances(LongFunction<Instance> stream) {
            instances = Optional.of(stream);
            return this;
        }

        /** @throws HoneException if the store has a study of that name already */
        public Study<C> create() {
            Check.that(
                    base.compared == base.objectives.isEmpty(),
                    "objectives",
                    base.objectives,
                    base.compared ? "none in a study whose trials are compared" : "at least one");
            StudySettings<C> settings = settings();
            NewStudy study = new NewStudy(base.name, base.objectives, base.seed, factory.id(), base.definition);
            factory.check(settings.problem(
                    new StudyRecord(0, base.name, base.objectives, base.seed, factory.id(), "", Instant.EPOCH)));
            return new Study<>(store.create(study), settings);
        }

        /** @throws HoneException if the store has no study of that name, or one with other objectives */
        public Study<C> load() {
            StudyRecord record = store.find(base.name)
                    .orElseThrow(() -> new HoneException("no study '" + base.name + "' in " + store.location()));
            if (!base.objectives.isEmpty() && !base.objectives.equals(record.objectives())) {
                throw new HoneException("study '" + base.name + "' in " + store.location() + " has the objectives "
                        + record.objectives() + ", not " + base.objectives);
            }
            StudySettings<C> settings = settings();
            if (fidelity.isPresent()) {
                factory.check(settings.problem(record));
            }
            return new Study<>(record, settings);
        }

        /** Loads the study, or creates it if there is none. */
        public Study<C> createOrLoad() {
            return store.find(base.name).isPresent() ? load() : create();
        }

        private StudySettings<C> settings() {
            return new StudySettings<>(
                    store,
                    factory,
                    pruner,
                    judge,
                    List.copyOf(listeners),
                    failureLimit,
                    retries,
                    heartbeat,
                    heartbeat.multipliedBy(6),
                    patience,
                    plannedTrials,
                    parallelism,
                    constrained,
                    plannedCost,
                    fidelity,
                    leavesWhenPaused,
                    instances);
        }
    }
}
