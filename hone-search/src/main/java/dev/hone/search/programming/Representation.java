package dev.hone.search.programming;

import java.util.random.RandomGenerator;

/**
 * What evolution with a choice of mates needs to know of its individuals, be they trees, prompts or vectors. Genomes are
 * immutable; all operations are functions of their arguments and the generator.
 */
public interface Representation<G> {

    G random(RandomGenerator random);

    /** Two children, the first rooted in {@code a} and the second in {@code b}. */
    Children<G> crossover(G a, G b, RandomGenerator random);

    G mutate(G genome, RandomGenerator random);

    /** 0 for equal genomes, the greater the less alike. */
    double distance(G a, G b);

    /** How large a genome is, for parsimony; 0 where size means nothing. */
    default int size(G genome) {
        return 0;
    }

    /** Whether a genome may live; one that may not is replaced by the parent in which it is rooted. */
    default boolean admits(G genome) {
        return true;
    }

    /** Both children of a crossover. */
    record Children<G>(G first, G second) {}
}
