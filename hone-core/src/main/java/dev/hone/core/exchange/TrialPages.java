package dev.hone.core.exchange;

import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.EnumSet;
import java.util.List;

/** All trials of a study by number, a page at a time. */
final class TrialPages {

    private static final int PAGE = 500;

    interface Visitor<E extends Exception> {
        void visit(Trial<String> trial) throws E;
    }

    private TrialPages() {}

    /** Returns the number of trials visited. */
    static <E extends Exception> long forEach(StudyStore store, long studyId, Visitor<E> visitor) throws E {
        long next = 0;
        long visited = 0;
        while (true) {
            List<Trial<String>> page = store.trials(studyId, EnumSet.allOf(TrialState.class), next, PAGE);
            for (Trial<String> trial : page) {
                visitor.visit(trial);
            }
            visited += page.size();
            if (page.size() < PAGE) {
                return visited;
            }
            next = page.get(page.size() - 1).number() + 1;
        }
    }
}
