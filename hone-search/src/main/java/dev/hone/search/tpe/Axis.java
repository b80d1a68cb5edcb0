package dev.hone.search.tpe;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;

/**
 * One axis of the unit cube as a Parzen estimator sees it.
 *
 * @param cell number of cells for {@link Kind#CELLS} and {@link Kind#CHOICE}; 0 otherwise
 * @param logFrom for logarithmic ints log(low - 1/2), else NaN
 * @param logTo for logarithmic ints log(high + 1/2), else NaN
 */
record Axis(Kind kind, int column, long cells, double logFrom, double logTo) {

    enum Kind {
        /** Truncated normal kernels. */
        CONTINUOUS,
        /** Truncated normal kernels, integrated over cells: whole numbers, steps, ordered choices. */
        CELLS,
        /** Choices without order. */
        CHOICE
    }

    static Axis of(Parameter parameter, int column) {
        if (parameter instanceof CategoricalParameter choice) {
            return new Axis(
                    choice.ordered() ? Kind.CELLS : Kind.CHOICE, column, choice.cardinality(), Double.NaN, Double.NaN);
        }
        if (parameter instanceof IntParameter whole) {
            return whole.log()
                    ? new Axis(
                            Kind.CELLS,
                            column,
                            whole.cardinality(),
                            Math.log(whole.low() - 0.5),
                            Math.log(whole.high() + 0.5))
                    : new Axis(Kind.CELLS, column, whole.cardinality(), Double.NaN, Double.NaN);
        }
        if (parameter instanceof FloatParameter real && real.step() > 0) {
            return new Axis(Kind.CELLS, column, real.cardinality(), Double.NaN, Double.NaN);
        }
        return new Axis(Kind.CONTINUOUS, column, 0, Double.NaN, Double.NaN);
    }

    boolean isLog() {
        return !Double.isNaN(logFrom);
    }

    /** Number of the cell in which {@code u} lies, from 0. */
    long cell(double u) {
        if (isLog()) {
            long first = Math.round(Math.exp(logFrom) + 0.5);
            long value = Math.round(Math.exp(logFrom + u * (logTo - logFrom)));
            return Math.min(cells - 1, Math.max(0, value - first));
        }
        return Math.min(cells - 1, Math.max(0, (long) Math.floor(u * cells)));
    }

    /** Lower edge of a cell; the upper edge is that of the next. */
    double edge(long cell) {
        if (cell <= 0) {
            return 0;
        }
        if (cell >= cells) {
            return 1;
        }
        return isLog() ? (Math.log(Math.exp(logFrom) + cell) - logFrom) / (logTo - logFrom) : (double) cell / cells;
    }

    /** The coordinate by which {@link Parameter#encode} writes a cell. */
    double centre(long cell) {
        return isLog()
                ? (Math.log(Math.exp(logFrom) + 0.5 + cell) - logFrom) / (logTo - logFrom)
                : (cell + 0.5) / cells;
    }
}
