package dev.hone.search.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was evaluated, in the order of finishing, and what is being evaluated. Not thread-safe. */
final class FidelityHistory {

    /**
     * One evaluation.
     *
     * @param x point of the unit cube
     * @param target fidelity up to which the point is evaluated, one level after the other
     * @param gains of the objectives, to be maximised; null if it is pending or failed
     * @param trace gains of the first objective at lower fidelities that the evaluation passed, by fidelity
     * @param constraints by name, satisfied when at most 0
     * @param cost paid, or expected while it is pending
     */
    record Entry(
            double[] x,
            double fidelity,
            double target,
            boolean pending,
            double[] gains,
            Map<Double, Double> trace,
            Map<String, Double> constraints,
            double cost) {

        boolean succeeded() {
            return gains != null;
        }

        boolean failed() {
            return !pending && gains == null;
        }

        boolean isAt(double[] point, double at) {
            return fidelity == at && Arrays.equals(x, point);
        }

        boolean isFeasible() {
            return constraints.values().stream().allMatch(c -> c <= 0);
        }
    }

    private final List<Entry> told = new ArrayList<>();
    private List<Entry> pending = List.of();

    void tell(Entry entry) {
        told.add(entry);
    }

    /** Replaces what is being evaluated. */
    void pending(List<Entry> entries) {
        pending = List.copyOf(entries);
    }

    List<Entry> told() {
        return told;
    }

    List<Entry> pending() {
        return pending;
    }

    /** Told and pending. */
    Stream<Entry> all() {
        return Stream.concat(told.stream(), pending.stream());
    }

    long count(double fidelity) {
        return all().filter(e -> e.fidelity() == fidelity).count();
    }

    /** Whether a point was evaluated at a fidelity, with whatever result, or is being. */
    boolean knows(double[] x, double fidelity) {
        return all().anyMatch(e -> e.isAt(x, fidelity));
    }

    boolean succeeded(double[] x, double fidelity) {
        return told.stream().anyMatch(e -> e.succeeded() && e.isAt(x, fidelity));
    }

    boolean succeeded(double fidelity) {
        return told.stream().anyMatch(e -> e.fidelity() == fidelity && e.succeeded());
    }

    /** Whether a point is being evaluated at some fidelity. */
    boolean isPending(double[] x) {
        return pending.stream().anyMatch(e -> Arrays.equals(e.x(), x));
    }

    /** Cost of everything, of what is pending as expected. */
    double cost() {
        return all().mapToDouble(Entry::cost).sum();
    }

    double cost(double fidelity) {
        return all().filter(e -> e.fidelity() == fidelity)
                .mapToDouble(Entry::cost)
                .sum();
    }
}
