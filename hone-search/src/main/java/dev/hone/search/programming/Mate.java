package dev.hone.search.programming;

/**
 * An individual of two chromosomes.
 *
 * @param number by which its children name it
 * @param solution what is evaluated
 * @param ideal what it looks for in a partner; never evaluated
 * @param loss of the solution; infinite for the worst
 */
public record Mate<G>(long number, G solution, G ideal, double loss) {

    public Mate {
        loss = Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }
}
