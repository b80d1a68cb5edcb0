package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A fidelity that is a float or an int, with the truth at one end of its range and a cost that is a function of its value:
 * the share of the data, a number of epochs, the width of a mesh. Immutable and thread-safe.
 */
public final class FidelityRange implements Fidelity {

    /** Values at which a cost is tried before it is used. */
    private static final int PROBES = 64;

    private final Parameter number;
    private final double low;
    private final double high;
    private final boolean log;
    private final boolean upward;
    private final Expression cost;

    private FidelityRange(Parameter number, double low, double high, boolean log, boolean upward, Expression cost) {
        this.number = number;
        this.low = low;
        this.high = high;
        this.log = log;
        this.upward = upward;
        this.cost = cost;
    }

    static FidelityRange of(SearchSpace space, String name, Optional<Object> truth, String cost) {
        Parameter parameter = Fidelity.independent(space, name);
        Expression expression = expression(name, cost);
        FidelityRange range;
        if (parameter instanceof FloatParameter f) {
            boolean upward = isUpward(f.low(), f.high(), truth);
            range = new FidelityRange(f, f.low(), f.high(), f.log(), upward, expression);
        } else if (parameter instanceof IntParameter n) {
            boolean upward = isUpward(n.low(), n.high(), truth);
            range = new FidelityRange(n, n.low(), n.high(), n.log(), upward, expression);
        } else {
            throw new InvalidFieldException("parameter", "is '" + name + "', expected a float or an int");
        }
        IntStream.rangeClosed(0, PROBES).forEach(i -> {
            try {
                range.cost(range.at((double) i / PROBES));
            } catch (HoneException e) {
                throw new InvalidFieldException("cost", e.getMessage());
            }
        });
        return range;
    }

    private static Expression expression(String name, String cost) {
        Expression expression = Expression.parse("cost", cost, "0.05 + 0.95 * " + name);
        Check.that(
                List.of(name).containsAll(expression.variables()),
                "cost",
                "'" + cost + "' with the names " + expression.variables(),
                "no name but that of the fidelity, " + name);
        // the language has it for bits
        Check.that(
                !cost.contains("^"),
                "cost",
                "'" + cost + "' with '^', which is no power",
                "a product, such as " + name + " * " + name);
        return expression;
    }

    private static boolean isUpward(double low, double high, Optional<Object> truth) {
        if (truth.isEmpty()) {
            return true;
        }
        double exact = truth.get() instanceof Number n ? n.doubleValue() : Double.NaN;
        Check.that(
                exact == low || exact == high,
                "truth",
                "'" + truth.get() + "'",
                low + " or " + high + ", an end of the range");
        return exact == high;
    }

    @Override
    public String parameter() {
        return number.name();
    }

    @Override
    public Object truth() {
        return at(1);
    }

    /** The value that is farthest from the truth. */
    public Object farthest() {
        return at(0);
    }

    /** The expression of the cost. */
    public String costText() {
        return cost.text();
    }

    @Override
    public double cost(Object value) {
        Object result = cost.at(Map.of(parameter(), value));
        double amount = result instanceof Number n ? n.doubleValue() : Double.NaN;
        if (!(amount > 0) || Double.isInfinite(amount)) {
            throw new HoneException("'" + cost + "' gives " + result + " at " + parameter() + " = "
                    + Fidelity.name(value) + ", expected a number above 0");
        }
        return amount;
    }

    /** Where a value lies between the farthest one, 0, and the truth, 1, on the scale of the parameter. */
    @Override
    public double position(Object value) {
        double x = ((Number) value).doubleValue();
        double share =
                log ? (Math.log(x) - Math.log(low)) / (Math.log(high) - Math.log(low)) : (x - low) / (high - low);
        return Math.max(0, Math.min(1, upward ? share : 1 - share));
    }

    @Override
    public Object at(double position) {
        double x = between(position);
        double step = step();
        return step == 0 ? x : number.valueAt(Math.round((x - low) / step));
    }

    /** The number at a position, whether the parameter has it or only numbers around it. */
    public double between(double position) {
        double share = upward ? position : 1 - position;
        if (share <= 0 || share >= 1) {
            return share <= 0 ? low : high;
        }
        return log ? low * Math.pow(high / low, share) : low + share * (high - low);
    }

    /** 0 of a continuum. */
    private double step() {
        return number instanceof IntParameter n ? n.step() : ((FloatParameter) number).step();
    }

    /** Whether steps of intermediate results can name its values: of an int, and of a float with a step. */
    public boolean hasSteps() {
        return step() > 0;
    }

    /**
     * The value at which an intermediate result of step {@code step} was measured: of an int the step itself, such as the epoch,
     * of a float with a step that many of its steps, so that step 3 of 0.1 is 0.3. Empty if it is none of the parameter's values.
     */
    public Optional<Object> valueAtStep(long step) {
        double width = number instanceof IntParameter ? 1 : step();
        double x = step * width;
        if (width == 0 || x < low - 1e-9 * width || x > high + 1e-9 * width) {
            return Optional.empty();
        }
        double index = (x - low) / step();
        return Math.abs(index - Math.rint(index)) < 1e-6
                ? Optional.of(number.valueAt(Math.round(index)))
                : Optional.empty();
    }

    @Override
    public List<String> warnings() {
        double exact = cost(truth());
        return IntStream.range(0, PROBES).allMatch(i -> cost(at((double) i / PROBES)) >= exact)
                ? List.of("nothing below the truth of '" + parameter() + "' costs less: the exact value alone would do")
                : List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FidelityRange that
                && number.equals(that.number)
                && upward == that.upward
                && cost.equals(that.cost);
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }

    @Override
    public String toString() {
        return parameter() + " from " + Fidelity.name(farthest()) + " to " + Fidelity.name(truth()) + " for " + cost;
    }
}
