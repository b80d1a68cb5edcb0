package dev.hone.search.programming;

/** What trees are evolved for. Thread-safe, and the same for the same tree whenever it is asked. */
public interface TreeTask {

    /** How bad a tree is, the less the better; whatever is not finite counts as worst. */
    double loss(Tree tree);

    /** What a tree computes on the task's inputs: two trees with equal outputs are the same in behaviour. */
    double[] outputs(Tree tree);
}
