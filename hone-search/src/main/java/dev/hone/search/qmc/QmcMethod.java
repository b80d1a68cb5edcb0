package dev.hone.search.qmc;

import dev.hone.core.method.Method;
import java.util.List;
import java.util.Optional;

/** What the catalogue entries of the low-discrepancy sequences have in common: no options, no feedback, one example. */
final class QmcMethod {

    private QmcMethod() {}

    static Method of(QmcSampler.Sequence sequence, String title, String description, String paper) {
        return new Method(
                sequence.id(),
                Method.OPTIMIZER,
                title,
                description,
                paper,
                "numbers and choices",
                "none",
                List.of(),
                """
                study: heap
                objectives: [{minimize: wall_s}]
                parameters:
                  heap_mb: {type: int, low: 64, high: 1024, log: true}
                  young_mb: {type: int, low: 8, high: 64}
                evaluator:
                  command: [java, "-Xmx{heap_mb}m", "-Xmn{young_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: %s
                budget: {trials: 64}
                """.formatted(sequence.id()),
                Optional.empty());
    }
}
