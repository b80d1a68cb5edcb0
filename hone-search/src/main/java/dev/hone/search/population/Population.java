package dev.hone.search.population;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Points that wait to be evaluated, and how they move when they have been. Deterministic: what it does depends on its seed
 * and on what it is given alone. Points are in [0, 1]^d, and known constraints hold at them.
 */
public interface Population {

    /**
     * What became of a point.
     *
     * @param standing how good it is
     * @param gradient derivatives of the loss by the coordinates, [d], or null if not reported
     */
    record Outcome(Standing standing, double[] gradient) {

        /** Best first. */
        public static final Comparator<Outcome> ORDER = Comparator.comparing(Outcome::standing, Standing.ORDER);

        /** The loss, if it is complete and feasible; NaN otherwise. */
        public double loss() {
            return standing.isFeasible() ? standing.losses()[0] : Double.NaN;
        }
    }

    /**
     * A finished trial that is not a member: given by a user, from an earlier iteration, or an {@link #extra}.
     *
     * @param invited whether a user gave it
     */
    record Guest(double[] point, Outcome outcome, boolean invited) {}

    /** Number of members, the points that this iteration evaluates. */
    int size();

    /** Where member {@code i} is, [d]. */
    double[] point(int i);

    /**
     * Ends the iteration.
     *
     * @param outcomes of the members, null for those that are still out
     * @param guests in the order in which they were told
     * @return for each new member, which of the old ones has stayed where it was and is still out, or -1
     */
    int[] advance(Outcome[] outcomes, List<Guest> guests);

    /** A point worth a trial while all members are out. */
    double[] extra(Outcome[] outcomes, RandomGenerator random);

    /** A point to be evaluated once in this iteration beside the members. */
    default Optional<double[]> probe() {
        return Optional.empty();
    }

    /** What is worth keeping with the first trial of an iteration, as JSON values by name. */
    default Map<String, Object> report() {
        return Map.of();
    }
}
