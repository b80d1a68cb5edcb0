package dev.hone.core.study;

import dev.hone.core.HoneException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Copies what another study learned into one that starts. */
final class WarmStart<C> {

    private static final int PAGE = 1_000;

    private final Study<C> target;
    private final CandidateCodec<C> codec;
    private final StudySettings<C> settings;

    WarmStart(Study<C> target, CandidateCodec<C> codec, StudySettings<C> settings) {
        this.target = target;
        this.codec = codec;
        this.settings = settings;
    }

    int copy(StudyStore from, String name) {
        StudyRecord source = from.find(name)
                .orElseThrow(
                        () -> new HoneException("no study '" + name + "' in " + from.location() + " to start from"));
        int[] positions = positions(source);
        int copied = 0;
        long next = 0;
        List<Trial<String>> page;
        do {
            page = from.trials(source.id(), Set.of(TrialState.COMPLETE), next, PAGE);
            List<Trial<String>> fitting = new ArrayList<>();
            for (Trial<String> trial : page) {
                next = trial.number() + 1;
                if (isCandidate(trial.candidate())) {
                    fitting.add(adapt(trial, positions));
                }
            }
            target.calls().call(() -> target.store().importTrials(target.id(), fitting));
            copied += fitting.size();
        } while (page.size() == PAGE);
        return copied;
    }

    /** For each objective of the target, its position in the source. */
    private int[] positions(StudyRecord source) {
        return target.objectives().stream()
                .mapToInt(objective -> {
                    int i = source.objectives().indexOf(objective);
                    if (i < 0) {
                        throw new HoneException("study '" + source.name() + "' has no objective " + objective
                                + " to start from; it has " + source.objectives());
                    }
                    return i;
                })
                .toArray();
    }

    private boolean isCandidate(String json) {
        try {
            codec.decode(json);
            return true;
        } catch (HoneException e) {
            return false;
        }
    }

    private Trial<String> adapt(Trial<String> trial, int[] positions) {
        Evaluation old = trial.evaluation().orElseThrow();
        List<Double> values = new ArrayList<>();
        List<Double> variances = new ArrayList<>();
        for (int i : positions) {
            values.add(old.values().get(i));
            if (!old.variances().isEmpty()) {
                variances.add(old.variances().get(i));
            }
        }
        Evaluation known = settings.atFidelity(
                codec.decode(trial.candidate()), old.withValues(values).withVariances(variances));
        return new Trial<>(
                0,
                TrialState.COMPLETE,
                trial.candidate(),
                Origin.WARM_START,
                trial.attempt(),
                trial.worker(),
                Optional.of(known),
                Optional.empty(),
                trial.intermediate(),
                Map.of(),
                List.of(),
                trial.created(),
                trial.started(),
                trial.finished(),
                0);
    }
}
