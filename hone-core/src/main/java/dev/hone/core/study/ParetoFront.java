package dev.hone.core.study;

import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The Pareto front of a stored study, found without reading its trials as a whole. */
public final class ParetoFront {

    /** @param values objective values in the order of the objectives, as they were evaluated */
    public record Point(long number, List<Double> values) {}

    private ParetoFront() {}

    /** The complete, feasible trials that no other one dominates, by number. With one objective: all that are best. */
    public static List<Point> of(StudyStore store, long studyId, List<Objective> objectives) {
        Direction[] directions = objectives.stream().map(Objective::direction).toArray(Direction[]::new);
        ParetoArchive archive = new ParetoArchive();
        store.scores(studyId, (number, values, feasible) -> {
            if (feasible) {
                archive.add(number, turned(values, directions));
            }
        });
        return archive.entries().stream()
                .sorted(Comparator.comparingLong(ParetoArchive.Entry::id))
                .map(entry -> point(entry, directions))
                .toList();
    }

    private static Point point(ParetoArchive.Entry entry, Direction[] directions) {
        double[] values = turned(entry.losses(), directions);
        return new Point(
                entry.id(),
                IntStream.range(0, values.length).mapToObj(i -> values[i]).toList());
    }

    /** Values as losses, or the reverse. */
    private static double[] turned(double[] values, Direction[] directions) {
        double[] turned = new double[values.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = directions[i].asLoss(values[i]);
        }
        return turned;
    }
}
