package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A real number in [low, high]: linear, logarithmic ({@code log}), or on the grid low, low + step, ... ({@code step} &gt;
 * 0; 0 means a continuum). With a step, {@code high} is lowered to the last grid point.
 */
public record FloatParameter(
        String name, double low, double high, boolean log, double step, Optional<Condition> condition)
        implements Parameter {

    public FloatParameter {
        Check.notBlank("name", name);
        Check.finite(name + ".low", low);
        Check.finite(name + ".high", high);
        Check.that(low <= high, name + ".low", low, "at most high, which is " + high);
        Check.that(Double.isFinite(high - low), name + ".high", high, "a range high - low that is finite");
        Check.that(!log || low > 0, name + ".low", low, "a number above 0, because log is true");
        Check.that(step >= 0 && Double.isFinite(step), name + ".step", step, "a finite number above 0");
        Check.that(!(log && step > 0), name + ".step", step, "no step, because log is true");
        if (step > 0) {
            high = grid(low, step, steps(low, high, step));
        }
    }

    public static FloatParameter linear(String name, double low, double high) {
        return new FloatParameter(name, low, high, false, 0, Optional.empty());
    }

    public static FloatParameter log(String name, double low, double high) {
        return new FloatParameter(name, low, high, true, 0, Optional.empty());
    }

    public static FloatParameter stepped(String name, double low, double high, double step) {
        Check.positive(name + ".step", step);
        return new FloatParameter(name, low, high, false, step, Optional.empty());
    }

    @Override
    public FloatParameter when(Condition condition) {
        return new FloatParameter(name, low, high, log, step, Optional.of(condition));
    }

    @Override
    public int dimensions() {
        return 1;
    }

    @Override
    public Double decode(double[] cube, int offset) {
        double u = cube[offset];
        if (step > 0) {
            return (Double) valueAt(Cells.index(u, cardinality()));
        }
        // The logarithm and back need not meet the ends exactly.
        if (u <= 0) {
            return low;
        } else if (u >= 1) {
            return high;
        }
        double value = log ? Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low))) : low + u * (high - low);
        return Math.min(high, Math.max(low, value));
    }

    @Override
    public void encode(Object value, double[] cube, int offset) {
        double x = (Double) value;
        if (step > 0) {
            cube[offset] = Cells.centre(Math.round((x - low) / step), cardinality());
        } else if (low == high) {
            cube[offset] = 0.5;
        } else {
            double u =
                    log ? (Math.log(x) - Math.log(low)) / (Math.log(high) - Math.log(low)) : (x - low) / (high - low);
            cube[offset] = Math.min(1, Math.max(0, u));
        }
    }

    @Override
    public Double canonical(Object value) {
        if (!(value instanceof Number number)) {
            throw new InvalidFieldException(name, "is '" + value + "', expected a number");
        }
        double x = number.doubleValue();
        Check.that(x >= low && x <= high, name, x, "a number from " + low + " to " + high);
        if (step > 0) {
            double onGrid = grid(low, step, Math.round((x - low) / step));
            Check.that(
                    Math.abs(onGrid - x) <= 1e-9 * Math.max(step, Math.abs(x)),
                    name,
                    x,
                    "a multiple of " + step + " above " + low);
            return onGrid;
        }
        return x;
    }

    @Override
    public long cardinality() {
        if (step > 0) {
            return steps(low, high, step) + 1;
        }
        return low == high ? 1 : Long.MAX_VALUE;
    }

    @Override
    public Object valueAt(long index) {
        return step > 0 ? grid(low, step, index) : low;
    }

    /** Decimal arithmetic, so that the third point of step 0.1 is 0.3 and not 0.30000000000000004. */
    private static double grid(double low, double step, long index) {
        return BigDecimal.valueOf(low)
                .add(BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index)))
                .doubleValue();
    }

    private static long steps(double low, double high, double step) {
        return BigDecimal.valueOf(high)
                .subtract(BigDecimal.valueOf(low))
                .divide(BigDecimal.valueOf(step), 0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
