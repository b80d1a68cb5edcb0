package dev.hone.core.method;

import dev.hone.core.prune.Pruner;

/** A method that stops trials early; found through {@link java.util.ServiceLoader}. */
public interface PrunerProvider {

    Method method();

    /** @param options checked against {@link Method#options()} */
    Pruner create(OptionValues options);
}
