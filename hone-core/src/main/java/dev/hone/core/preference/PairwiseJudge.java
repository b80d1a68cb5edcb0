package dev.hone.core.preference;

import dev.hone.core.Check;
import dev.hone.core.study.Judge;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks a screen by asking which of two trials is better, for judges that cannot look at more at a time. Merges sorted runs
 * (merge sort), which takes about m log2 m - m questions for m trials. Answers that contradict each other do no harm: those
 * that are asked decide. Thread-safe if the duel is.
 */
public final class PairwiseJudge<C> implements Judge<C> {

    /** Which of two is better. */
    @FunctionalInterface
    public interface Duel<C> {
        /** Whether {@code first} is better than {@code second}. */
        boolean isBetter(Trial<C> first, Trial<C> second) throws Exception;
    }

    private final Duel<C> duel;
    private final String name;

    /** @param name whom comparisons are said to be by */
    public PairwiseJudge(String name, Duel<C> duel) {
        this.name = Check.notBlank("judge", name);
        this.duel = duel;
    }

    @Override
    public Comparison compare(List<Trial<C>> screen) throws Exception {
        return Comparison.ranking(sorted(screen).stream().map(Trial::number).toList(), name);
    }

    private List<Trial<C>> sorted(List<Trial<C>> trials) throws Exception {
        if (trials.size() < 2) {
            return trials;
        }
        int middle = trials.size() / 2;
        List<Trial<C>> left = sorted(trials.subList(0, middle));
        List<Trial<C>> right = sorted(trials.subList(middle, trials.size()));
        List<Trial<C>> merged = new ArrayList<>();
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            merged.add(duel.isBetter(left.get(l), right.get(r)) ? left.get(l++) : right.get(r++));
        }
        merged.addAll(left.subList(l, left.size()));
        merged.addAll(right.subList(r, right.size()));
        return merged;
    }
}
