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
    /** Of the relative change of a strength. */
    private static final double TOLERANCE = 1e-8;

    private BradleyTerry() {}

    /** Logarithms of the strengths of all trials that were compared, by number; 0 is that of the imagined trial. */
    public static Map<Long, Double> logStrengths(Collection<Comparison> comparisons) {
        Games games = new Games();
        for (Comparison comparison : comparisons) {
            comparison.trials().forEach(games::player);
            double won = (1 + comparison.degree()) / 2;
            comparison.preferences().forEach(pair -> games.add(pair, won));
        }
        double[] strengths = games.strengths();
        Map<Long, Double> logs = new TreeMap<>();
        games.players.forEach((number, i) -> logs.put(number, Math.log(strengths[i])));
        return logs;
    }

    /** The trial of the greatest strength among those accepted; of several, the one that was made last. */
    public static Optional<Long> preferred(Collection<Comparison> comparisons, LongPredicate accepted) {
        return logStrengths(comparisons).entrySet().stream()
                .sorted(Map.Entry.<Long, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey())
                        .reversed())
                .map(Map.Entry::getKey)
                // strongest first, as it may cost a look into the store to accept one
                .filter(accepted::test)
                .findFirst();
    }

    /** Who met whom how often. */
    private static final class Games {

        private final Map<Long, Integer> players = new HashMap<>();
        private final List<Map<Integer, Double>> played = new ArrayList<>();
        private final List<Double> wins = new ArrayList<>();

        int player(long number) {
            return players.computeIfAbsent(number, n -> {
                played.add(new HashMap<>());
                wins.add(0.0);
                return wins.size() - 1;
            });
        }

        void add(Preference pair, double won) {
            int better = player(pair.better());
            int worse = player(pair.worse());
            wins.set(better, wins.get(better) + won);
            wins.set(worse, wins.get(worse) + 1 - won);
            played.get(better).merge(worse, 1.0, Double::sum);
            played.get(worse).merge(better, 1.0, Double::sum);
        }

        double[] strengths() {
            int n = wins.size();
            // arrays, because thousands of comparisons make tens of thousands of pairs that are walked over and over
            int[][] others = new int[n][];
            double[][] counts = new double[n][];
            for (int i = 0; i < n; i++) {
                others[i] = played.get(i).keySet().stream()
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray();
                Map<Integer, Double> against = played.get(i);
                counts[i] = Arrays.stream(others[i]).mapToDouble(against::get).toArray();
            }
            double[] strengths = new double[n];
            Arrays.fill(strengths, 1);
            double change = Double.MAX_VALUE;
            for (int iteration = 0; iteration < MOST_ITERATIONS && change > TOLERANCE; iteration++) {
                change = 0;
                for (int i = 0; i < n; i++) {
                    double own = strengths[i];
                    double sum = 1 / (own + 1);
                    for (int k = 0; k < others[i].length; k++) {
                        sum += counts[i][k] / (own + strengths[others[i][k]]);
                    }
                    strengths[i] = (wins.get(i) + 0.5) / sum;
                    change = Math.max(change, Math.abs(strengths[i] - own) / own);
                }
            }
            return strengths;
        }
    }
}
