package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.Optional;

/** A value that does not change; it reaches evaluators and expressions like any other, and spans no axis of the cube. */
public record ConstantParameter(String name, Object value, Optional<Condition> condition) implements Parameter {

    public ConstantParameter {
        Check.notBlank("name", name);
        value = CategoricalParameter.scalar(name, value);
    }

    public static ConstantParameter of(String name, Object value) {
        return new ConstantParameter(name, value, Optional.empty());
    }

    @Override
    public ConstantParameter when(Condition condition) {
        return new ConstantParameter(name, value, Optional.of(condition));
    }

    @Override
    public int dimensions() {
        return 0;
    }

    @Override
    public Object decode(double[] cube, int offset) {
        return value;
    }

    @Override
    public void encode(Object canonical, double[] cube, int offset) {}

    @Override
    public Object canonical(Object candidate) {
        if (!value.equals(CategoricalParameter.scalar(name, candidate))) {
            throw new InvalidFieldException(name, "is '" + candidate + "', expected the constant " + value);
        }
        return value;
    }

    @Override
    public long cardinality() {
        return 1;
    }

    @Override
    public Object valueAt(long index) {
        return value;
    }
}
