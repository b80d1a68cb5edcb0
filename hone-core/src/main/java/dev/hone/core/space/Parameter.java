package dev.hone.core.space;

import java.util.Optional;

/**
 * One thing that may change: its name, its domain and, for conditional parameters, when it is active.
 *
 * <p>Every parameter spans {@link #dimensions()} axes of the unit cube. {@link #decode} maps any point of those axes to a
 * value of the domain; {@link #encode} maps a value to the centre of the cell that decodes to it, so that
 * {@code decode(encode(v))} equals {@code v} (floats: to within rounding of the range). Linear integers and steps have
 * cells of equal width; logarithmic scales are equally spaced in the logarithm.
 */
public sealed interface Parameter
        permits FloatParameter, IntParameter, CategoricalParameter, PermutationParameter, ConstantParameter {

    String name();

    /** When this parameter is active; empty if always. */
    Optional<Condition> condition();

    /** The same parameter, active only under {@code condition}. */
    Parameter when(Condition condition);

    /** Number of unit-cube axes. */
    int dimensions();

    /** The value at {@code cube[offset .. offset + dimensions())}; every coordinate in [0, 1]. */
    Object decode(double[] cube, int offset);

    /** Writes the coordinates of {@code value}, a canonical value of this parameter, into {@code cube} at {@code offset}. */
    void encode(Object value, double[] cube, int offset);

    /**
     * The canonical form of {@code value} (numbers widened, JSON types unified).
     *
     * @throws dev.hone.core.InvalidFieldException if the domain does not contain it
     */
    Object canonical(Object value);

    /** Number of different values, or {@link Long#MAX_VALUE} for a continuum. */
    long cardinality();

    /** The value at {@code index} of a finite domain, 0 &le; index &lt; {@link #cardinality()}. */
    Object valueAt(long index);
}
