package dev.hone.core.evaluate;

import dev.hone.core.InvalidFieldException;
import java.util.Arrays;

/** Units in which memory is reported and limited. */
public enum MemoryUnit {
    B(1),
    KB(1e3),
    MB(1e6),
    GB(1e9),
    TB(1e12),
    KIB(1024.0),
    MIB(1024.0 * 1024),
    GIB(1024.0 * 1024 * 1024),
    TIB(1024.0 * 1024 * 1024 * 1024);

    private final double bytes;

    MemoryUnit(double bytes) {
        this.bytes = bytes;
    }

    public double bytes() {
        return bytes;
    }

    /** @throws InvalidFieldException if {@code text} is not a unit, in any case of letters */
    public static MemoryUnit parse(String field, String text) {
        return Arrays.stream(values())
                .filter(unit -> unit.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidFieldException(
                        field, "is '" + text + "', expected one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB"));
    }
}
