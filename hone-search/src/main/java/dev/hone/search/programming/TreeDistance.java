package dev.hone.search.programming;

import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/** How unlike two trees are. */
public final class TreeDistance {

    /** Outputs are cut off here, and are this where they are not numbers. */
    private static final double LARGEST = 1e6;

    private TreeDistance() {}

    /**
     * Nodes that agree when two trees are laid over each other from the root:
     * <pre> m(A, B) = [label A = label B] + sum over i &lt; min(arity) of m(A_i, B_i)   if both are leaves or neither is, else 0 </pre>
     */
    static int overlap(Tree a, Tree b) {
        if (a.isLeaf() != b.isLeaf()) {
            return 0;
        }
        int agreeing = a.label().equals(b.label()) ? 1 : 0;
        int shared = Math.min(a.children().size(), b.children().size());
        for (int i = 0; i < shared; i++) {
            agreeing += overlap(a.children().get(i), b.children().get(i));
        }
        return agreeing;
    }

    /** 1 - m / (|A| + |B| - m) with the overlap m of the trees: 0 for equal trees, 1 where nothing agrees. */
    public static double structural(Tree a, Tree b) {
        double m = overlap(a, b);
        return 1 - m / (a.size() + b.size() - m);
    }

    /** Mean absolute difference of what the trees compute, each output clipped to +-1e6 and 1e6 if not a number. */
    public static ToDoubleBiFunction<Tree, Tree> semantic(Function<Tree, double[]> outputs) {
        return (a, b) -> meanDifference(outputs.apply(a), outputs.apply(b));
    }

    static double meanDifference(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(clipped(a[i]) - clipped(b[i]));
        }
        return sum / a.length;
    }

    private static double clipped(double value) {
        return Double.isNaN(value) ? LARGEST : Math.max(-LARGEST, Math.min(LARGEST, value));
    }
}
