package dev.hone.cli.tune;

import dev.hone.cli.study.Candidates;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;

/** How a run shows its candidates, whatever they are. */
record CandidateView(StudyParts<?> parts, Candidates candidates) {

    static CandidateView of(MethodCatalogue catalogue, StudyStore store, StudyRecord study, StudyParts<?> parts) {
        return new CandidateView(parts, Candidates.of(catalogue, store, study));
    }

    /** As stores keep it. */
    String encode(Object candidate) {
        return parts.encode(candidate);
    }

    String text(Trial<String> trial) {
        return candidates.text(trial);
    }
}
