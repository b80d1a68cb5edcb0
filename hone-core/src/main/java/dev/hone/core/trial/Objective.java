package dev.hone.core.trial;

import dev.hone.core.Check;

/** A named quantity to minimise or maximise. */
public record Objective(String name, Direction direction) {

    public Objective {
        Check.notBlank("objective.name", name);
    }

    public static Objective minimize(String name) {
        return new Objective(name, Direction.MINIMIZE);
    }

    public static Objective maximize(String name) {
        return new Objective(name, Direction.MAXIMIZE);
    }
}
