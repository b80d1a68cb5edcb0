package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.Optional;

/**
 * A whole number in [low, high]: linear (every {@code step}-th value, cells of equal width) or logarithmic (value k owns
 * [log(k - 1/2), log(k + 1/2)]). With a step, {@code high} is lowered to the last reachable value.
 */
public record IntParameter(String name, long low, long high, boolean log, long step, Optional<Condition> condition)
        implements Parameter {

    /** Bounds must be exact as doubles, because unit cubes, surrogates and JSON readers hold them as such. */
    private static final long LARGEST = 1L << 53;

    public IntParameter {
        Check.notBlank("name", name);
        Check.that(low <= high, name + ".low", low, "at most high, which is " + high);
        Check.that(-LARGEST <= low && low <= LARGEST, name + ".low", low, "a whole number within +-2^53");
        Check.that(-LARGEST <= high && high <= LARGEST, name + ".high", high, "a whole number within +-2^53");
        Check.that(!log || low > 0, name + ".low", low, "a whole number above 0, because log is true");
        Check.that(step >= 1, name + ".step", step, "a whole number above 0");
        Check.that(!(log && step > 1), name + ".step", step, "no step, because log is true");
        high = low + (high - low) / step * step;
    }

    public static IntParameter linear(String name, long low, long high) {
        return new IntParameter(name, low, high, false, 1, Optional.empty());
    }

    public static IntParameter log(String name, long low, long high) {
        return new IntParameter(name, low, high, true, 1, Optional.empty());
    }

    public static IntParameter stepped(String name, long low, long high, long step) {
        return new IntParameter(name, low, high, false, step, Optional.empty());
    }

    @Override
    public IntParameter when(Condition condition) {
        return new IntParameter(name, low, high, log, step, Optional.of(condition));
    }

    @Override
    public int dimensions() {
        return 1;
    }

    @Override
    public Long decode(double[] cube, int offset) {
        double u = cube[offset];
        if (!log) {
            return low + step * Cells.index(u, cardinality());
        }
        double from = Math.log(low - 0.5);
        double to = Math.log(high + 0.5);
        return Math.min(high, Math.max(low, Math.round(Math.exp(from + u * (to - from)))));
    }

    @Override
    public void encode(Object value, double[] cube, int offset) {
        long k = (Long) value;
        if (!log) {
            cube[offset] = Cells.centre((k - low) / step, cardinality());
            return;
        }
        double from = Math.log(low - 0.5);
        double to = Math.log(high + 0.5);
        cube[offset] = (Math.log(k) - from) / (to - from);
    }

    @Override
    public Long canonical(Object value) {
        if (!(value instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
            throw new InvalidFieldException(name, "is '" + value + "', expected a whole number");
        }
        long k = number.longValue();
        Check.that(k >= low && k <= high, name, k, "a whole number from " + low + " to " + high);
        Check.that((k - low) % step == 0, name, k, low + " plus a multiple of " + step);
        return k;
    }

    @Override
    public long cardinality() {
        return (high - low) / step + 1;
    }

    @Override
    public Object valueAt(long index) {
        return low + step * index;
    }
}
