package dev.hone.search.gp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The trust region of TuRBO-1 (Eriksson et al., "Scalable global optimization via local Bayesian optimization", NeurIPS
 * 2019): a box around the incumbent with volume length^d and sides in proportion to the lengthscales. It doubles after
 * {@value #SUCCESSES} improvements in a row and halves after max(4, d) trials in a row without one; when its length falls
 * below 2^-7 the search starts afresh, from row {@link #start} on.
 */
public final class TrustRegion {

    private static final int SUCCESSES = 3;
    private static final double FIRST = 0.8;
    private static final double LEAST = Math.pow(0.5, 7);
    private static final double GREATEST = 1.6;
    private static final double IMPROVEMENT = 1e-3;

    private final int failureTolerance;
    private double length = FIRST;
    private int successes;
    private int failures;
    private double best = Double.POSITIVE_INFINITY;
    private int start;
    private int processed;
    private int startup;

    /** @param startup trials after each start that fill space and are neither successes nor failures */
    public TrustRegion(int dimensions, int startup) {
        failureTolerance = Math.max(4, dimensions);
        this.startup = startup;
    }

    /** Counts the rows not counted yet. */
    void update(History history) {
        while (processed < history.size()) {
            History.Row row = history.rows().get(processed);
            add(row.incumbent() && row.losses() != null ? row.losses()[0] : Double.POSITIVE_INFINITY);
        }
    }

    /** Counts a trial; infinite if it can be no result. */
    public void add(double loss) {
        boolean improved = loss < best - IMPROVEMENT * Math.abs(best) || Double.isInfinite(best) && loss < best;
        best = Math.min(best, loss);
        processed++;
        if (processed - start <= startup) {
            return;
        }
        successes = improved ? successes + 1 : 0;
        failures = improved ? 0 : failures + 1;
        if (successes == SUCCESSES) {
            length = Math.min(GREATEST, 2 * length);
            successes = 0;
        } else if (failures == failureTolerance) {
            length /= 2;
            failures = 0;
        }
        if (length < LEAST) {
            length = FIRST;
            successes = 0;
            failures = 0;
            best = Double.POSITIVE_INFINITY;
            start = processed;
        }
    }

    /** First trial that the current search learns from. */
    public int start() {
        return start;
    }

    /** Half widths of the box along each axis: length / 2 times the lengthscale over the geometric mean of all. */
    public double[] halfWidths(double[] lengthscales) {
        double logs = 0;
        for (double l : lengthscales) {
            logs += Math.log(l) / lengthscales.length;
        }
        double[] half = new double[lengthscales.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = 0.5 * length * lengthscales[i] / Math.exp(logs);
        }
        return half;
    }

    void write(ObjectNode node) {
        node.put("length", length).put("successes", successes).put("failures", failures);
        if (Double.isFinite(best)) {
            node.put("best", best);
        }
        node.put("start", start).put("processed", processed);
    }

    void read(JsonNode node) {
        length = node.get("length").asDouble();
        successes = node.get("successes").asInt();
        failures = node.get("failures").asInt();
        best = node.has("best") ? node.get("best").asDouble() : Double.POSITIVE_INFINITY;
        start = node.get("start").asInt();
        processed = node.get("processed").asInt();
    }
}
