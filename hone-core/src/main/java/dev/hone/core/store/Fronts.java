package dev.hone.core.store;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.pareto.ParetoArchive.Offer;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Which trials are on the Pareto fronts of studies with several objectives: column {@code on_front}, brought up to date with
 * each finished trial, so that a front costs the same however many trials there are. The fronts are also kept in memory;
 * what other processes added is read when it is needed. Callers hold the study's lock.
 */
final class Fronts {

    /** A front of all trials that finished up to some place of the finishing order. */
    private record Known(ParetoArchive archive, long upTo) {}

    private final Map<Long, Known> fronts = new ConcurrentHashMap<>();

    /**
     * Notes the feasible trial that finished at place {@code finishOrder} with {@code values}.
     *
     * @param before how many trials of the study had finished before the transaction
     */
    void add(
            Handle handle,
            long studyId,
            List<Objective> objectives,
            long before,
            long number,
            long finishOrder,
            List<Double> values) {
        if (objectives.size() < 2) {
            return;
        }
        ParetoArchive archive = upTo(handle, studyId, objectives, before).archive();
        Offer offer = archive.add(number, losses(values, objectives));
        fronts.put(studyId, new Known(archive, finishOrder));
        if (offer.kept()) {
            mark(handle, studyId, List.of(number), true);
            mark(handle, studyId, offer.left(), false);
        }
    }

    private Known upTo(Handle handle, long studyId, List<Objective> objectives, long finished) {
        Known known = fronts.get(studyId);
        if (known != null && known.upTo() >= finished) {
            return known;
        }
        // the transaction has written the trial itself already: it is not news
        ParetoArchive archive = known == null ? new ParetoArchive() : known.archive();
        String news = known == null
                ? "on_front"
                : "feasible AND finish_order > " + known.upTo() + " AND finish_order <= " + finished;
        for (Score score : scores(handle, studyId, news)) {
            archive.add(score.number(), losses(score.values(), objectives));
        }
        return new Known(archive, finished);
    }

    /** Forgets what is kept in memory, as after a transaction that failed. */
    void forget(long studyId) {
        fronts.remove(studyId);
    }

    /** @param condition SQL over the columns of {@code trials} */
    static List<Score> scores(Handle handle, long studyId, String condition) {
        return handle.createQuery("SELECT number, objective_values FROM trials WHERE study_id = :study AND " + condition
                        + " ORDER BY number")
                .bind("study", studyId)
                .map((r, context) -> new Score(r.getLong(1), numbers(r.getString(2))))
                .list();
    }

    private static void mark(Handle handle, long studyId, List<Long> numbers, boolean onFront) {
        for (long number : numbers) {
            handle.execute(
                    "UPDATE trials SET on_front = ? WHERE study_id = ? AND number = ?", onFront, studyId, number);
        }
    }

    static double[] losses(List<Double> values, List<Objective> objectives) {
        double[] losses = new double[values.size()];
        for (int i = 0; i < losses.length; i++) {
            Direction direction = objectives.get(i).direction();
            losses[i] = direction.asLoss(values.get(i));
        }
        return losses;
    }

    /** Reads an array of numbers as {@link Json#write} makes it; without a parser, because a study may have 100,000 of them. */
    static List<Double> numbers(String json) {
        List<Double> values = new ArrayList<>(4);
        int from = 1;
        try {
            while (from < json.length() - 1) {
                int comma = json.indexOf(',', from);
                int end = comma < 0 ? json.length() - 1 : comma;
                values.add(Double.valueOf(json.substring(from, end)));
                from = end + 1;
            }
        } catch (NumberFormatException e) {
            throw new HoneException("not a list of values: " + json, e);
        }
        return values;
    }
}
