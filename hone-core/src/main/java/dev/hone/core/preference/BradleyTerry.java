package dev.hone.core.preference;

import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Comparison.Preference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * How good trials are that were only compared (Bradley and Terry, Rank Analysis of Incomplete Block Designs, Biometrika
 * 1952): trial i beats trial j with probability
 * <pre> p_i / (p_i + p_j). </pre>
 *
 * <p>The strengths p are the maximum of the likelihood of all pairs that the comparisons settle, together with one won and
 * one lost half against an imagined trial of strength 1. So every strength is finite, also of trials that never lost, and
 * what was never compared has strength 1. Found by minorisation-maximisation (Hunter, MM algorithms for generalized
 * Bradley-Terry models, Annals of Statistics 2004):
 * <pre> p_i = (wins_i + 1/2) / (sum over j of games_ij / (p_i + p_j) + 1 / (p_i + 1)). </pre>
 *
 * <p>A preference of degree d counts as (1 + d) / 2 games won and (1 - d) / 2 lost.
 */
public final class BradleyTerry {

    private static final int MOST_ITERATIONS = 1_000;
    private static final double TOLERANCE = 1e-9;

    private BradleyTerry() {}

    /** Logarithms of the strengths of all trials that were compared, by number; 0 is that of the imagined trial. */
    public static Map<Long, Double> logStrengths(Collection<Comparison> comparisons) {
        Map<Long, Integer> index = new TreeMap<>();
        comparisons.forEach(c -> c.trials().forEach(number -> index.put(number, 0)));
        int next = 0;
        for (Map.Entry<Long, Integer> entry : index.entrySet()) {
            entry.setValue(next++);
        }
        double[] wins = new double[next];
        List<Map<Integer, Double>> games = new ArrayList<>();
        for (int i = 0; i < next; i++) {
            games.add(new HashMap<>());
        }
        for (Comparison comparison : comparisons) {
            double won = (1 + comparison.degree()) / 2;
            for (Preference pair : comparison.preferences()) {
                int better = index.get(pair.better());
                int worse = index.get(pair.worse());
                wins[better] += won;
                wins[worse] += 1 - won;
                games.get(better).merge(worse, 1.0, Double::sum);
                games.get(worse).merge(better, 1.0, Double::sum);
            }
        }
        double[] strengths = maximise(wins, games);
        Map<Long, Double> logs = new TreeMap<>();
        index.forEach((number, i) -> logs.put(number, Math.log(strengths[i])));
        return logs;
    }

    /** The trial of the greatest strength among those accepted; of several, the one that was made last. */
    public static Optional<Long> preferred(Collection<Comparison> comparisons, LongPredicate accepted) {
        return logStrengths(comparisons).entrySet().stream()
                .filter(entry -> accepted.test(entry.getKey()))
                .max(Map.Entry.<Long, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private static double[] maximise(double[] wins, List<Map<Integer, Double>> games) {
        double[] strengths = new double[wins.length];
        Arrays.fill(strengths, 1);
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            double change = 0;
            for (int i = 0; i < wins.length; i++) {
                double own = strengths[i];
                double sum = 1 / (own + 1);
                for (Map.Entry<Integer, Double> played : games.get(i).entrySet()) {
                    sum += played.getValue() / (own + strengths[played.getKey()]);
                }
                strengths[i] = (wins[i] + 0.5) / sum;
                change = Math.max(change, Math.abs(Math.log(strengths[i] / own)));
            }
            if (change < TOLERANCE) {
                break;
            }
        }
        return strengths;
    }
}
