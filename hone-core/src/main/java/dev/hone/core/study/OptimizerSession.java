package dev.hone.core.study;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.OptimizerState;
import dev.hone.core.store.StudyStore.Standing;
import dev.hone.core.store.StudyStore.VersionedState;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's view of a study's optimizer, kept in step with the store. Of several processes that propose at the same
 * time one succeeds; the others take over its state and try again. Not thread-safe; {@link TrialSource} serialises.
 */
final class OptimizerSession<C> {

    private static final Logger LOG = LoggerFactory.getLogger(OptimizerSession.class);
    private static final int PAGE = 1_000;
    private static final Set<TrialState> PENDING = EnumSet.of(TrialState.QUEUED, TrialState.RUNNING);

    private final StudyStore store;
    private final long studyId;
    private final OptimizerFactory<C> factory;
    private final CandidateCodec<C> codec;
    private final Problem problem;
    private final Optional<LongFunction<Instance>> stream;
    private final Consumer<Trial<C>> onFinished;

    private Optimizer<C> optimizer;
    private long version;
    private long toldOrder;
    private long heardOrder;
    private int toldComparisons;
    private boolean exhausted;

    OptimizerSession(
            StudyStore store,
            long studyId,
            OptimizerFactory<C> factory,
            Problem problem,
            Optional<LongFunction<Instance>> stream,
            Consumer<Trial<C>> onFinished) {
        this.store = store;
        this.studyId = studyId;
        this.factory = factory;
        this.codec = factory.codec();
        this.problem = problem;
        this.stream = stream;
        this.onFinished = onFinished;
        this.heardOrder = latestOrder();
    }

    /** Whether the optimizer had nothing to propose when last asked. */
    boolean isExhausted() {
        return exhausted;
    }

    /**
     * Appends new trials, one for each of {@code workers}, who start them at once; fewer where {@code limit} leaves less
     * room; none if there is no room or the optimizer is exhausted.
     *
     * @param given what each trial is about, one a worker; if empty, what the stream of instances has for its number
     */
    List<Trial<String>> propose(List<String> workers, long limit, List<Instance> given) {
        while (true) {
            Standing standing = store.standing(studyId);
            int room = (int) Math.min(workers.size(), Math.max(0, limit - standing.budgeted()));
            if (room == 0) {
                return List.of();
            }
            load();
            sync(standing);
            List<Trial<C>> pending = standing.pending() == 0
                    ? List.of()
                    : store.trials(studyId, PENDING, 0, Integer.MAX_VALUE).stream()
                            .map(this::decode)
                            .toList();
            List<Instance> instances = given.isEmpty() ? fromStream(standing.total(), room) : given.subList(0, room);
            List<Proposal<C>> proposals = optimizer.ask(new Ask<>(room, standing.total(), pending, instances));
            exhausted = proposals.isEmpty()
                    && pending.isEmpty()
                    && optimizer.screen().isEmpty();
            if (proposals.isEmpty()) {
                return List.of();
            }
            List<NewTrial> trials = new ArrayList<>();
            for (int i = 0; i < proposals.size(); i++) {
                trials.add(newTrial(proposals.get(i), instances.isEmpty() ? Instance.NONE : instances.get(i)));
            }
            OptimizerState state = new OptimizerState(factory.id() + "\n" + optimizer.state(), toldOrder);
            Optional<List<Trial<String>>> appended =
                    store.propose(studyId, version, state, trials, limit, workers.subList(0, trials.size()));
            if (appended.isPresent()) {
                version++;
                removeSpent();
                return appended.get();
            }
            optimizer = null;
        }
    }

    /**
     * Removes the artifacts that no trial will go on from, but the best trial's. To be called right after a proposal: none that
     * was under way elsewhere can still succeed, as its version is past, and all later ones are made by optimizers that have been
     * told at least what this one has. So what runs or is queued now is all that may still need them.
     */
    private void removeSpent() {
        Set<Long> spent = new HashSet<>(optimizer.spent());
        if (spent.isEmpty()) {
            return;
        }
        try {
            store.trials(studyId, PENDING, 0, Integer.MAX_VALUE)
                    .forEach(trial -> trial.continues().ifPresent(spent::remove));
            store.best(studyId, 0).ifPresent(best -> spent.remove(best.number()));
            store.removeArtifacts(studyId, spent);
        } catch (StoreException e) {
            // the trials are proposed; the next proposal removes them
            LOG.debug("artifacts of past trials could not be removed: {}", e.getMessage());
        }
    }

    /** The trials that the optimizer wants to have compared before it goes on. */
    List<Trial<C>> screen() {
        if (optimizer != null && store.optimizerState(studyId).version() != version) {
            // somebody else proposed: what this optimizer is at may be past
            optimizer = null;
        }
        load();
        sync();
        return optimizer.screen().stream()
                .map(number -> decode(store.trial(studyId, number).orElseThrow()))
                .toList();
    }

    /** Tells the optimizer and the listener what finished since the last call. */
    void sync() {
        sync(store.standing(studyId));
    }

    private void sync(Standing standing) {
        long from = optimizer == null ? heardOrder : Math.min(heardOrder, toldOrder);
        while (from < standing.finished()) {
            List<Trial<C>> page = store.finishedAfter(studyId, from, PAGE).stream()
                    .map(this::decode)
                    .toList();
            if (page.isEmpty()) {
                break;
            }
            from = page.get(page.size() - 1).finishOrder();
            if (optimizer != null) {
                long told = toldOrder;
                List<Trial<C>> news =
                        page.stream().filter(t -> t.finishOrder() > told).toList();
                optimizer.tell(news);
                toldOrder = Math.max(toldOrder, from);
            }
            for (Trial<C> trial : page) {
                if (trial.finishOrder() > heardOrder) {
                    heardOrder = trial.finishOrder();
                    onFinished.accept(trial);
                }
            }
        }
        if (optimizer != null && standing.comparisons() > toldComparisons) {
            var comparisons = store.comparisons(studyId, toldComparisons);
            optimizer.tellComparisons(comparisons);
            toldComparisons += comparisons.size();
        }
    }

    private void load() {
        if (optimizer != null) {
            return;
        }
        VersionedState saved = store.optimizerState(studyId);
        Optimizer<C> fresh = factory.create(problem);
        String prefix = factory.id() + "\n";
        if (saved.version() > 0 && saved.state().text().startsWith(prefix)) {
            fresh.restore(
                    saved.state().text().substring(prefix.length()),
                    finishedUpTo(saved.state().toldOrder()));
            toldOrder = saved.state().toldOrder();
        } else {
            toldOrder = 0;
        }
        toldComparisons = 0;
        version = saved.version();
        optimizer = fresh;
    }

    private List<Trial<C>> finishedUpTo(long order) {
        List<Trial<C>> told = new ArrayList<>();
        long from = 0;
        while (from < order) {
            List<Trial<String>> page = store.finishedAfter(studyId, from, (int) Math.min(PAGE, order - from));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(t -> told.add(decode(t)));
            from = page.get(page.size() - 1).finishOrder();
        }
        return told;
    }

    private long latestOrder() {
        return store.standing(studyId).finished();
    }

    private List<Instance> fromStream(long firstNumber, int count) {
        return stream.map(instances -> LongStream.range(firstNumber, firstNumber + count)
                        .mapToObj(instances)
                        .toList())
                .orElse(List.of());
    }

    /** Also proves that the candidate is one that this study may evaluate: the codec refuses others. */
    private NewTrial newTrial(Proposal<C> proposal, Instance instance) {
        String json = codec.encode(proposal.candidate());
        try {
            codec.decode(json);
        } catch (HoneException e) {
            throw new HoneException(
                    "optimizer '" + factory.id() + "' proposed something that may not be evaluated: " + e.getMessage(),
                    e);
        }
        Map<String, String> attributes = new HashMap<>(proposal.attributes());
        if (!instance.isNone()) {
            attributes.put(Instance.ATTRIBUTE, instance.toJson());
        }
        return new NewTrial(json, Origin.OPTIMIZER, attributes, proposal.parents());
    }

    private Trial<C> decode(Trial<String> trial) {
        try {
            return trial.map(codec::decode);
        } catch (HoneException e) {
            throw new HoneException(
                    "trial " + trial.number() + " does not belong to this search space: " + e.getMessage(), e);
        }
    }
}
