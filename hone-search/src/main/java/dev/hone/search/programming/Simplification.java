package dev.hone.search.programming;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Shorter trees of {@link Arithmetic} that say the same: numbers are folded, like terms of sums and factors of products
 * collected, what cancels is dropped. The values are the same up to rounding wherever those of the longer tree are finite and
 * nothing overflows on the way; protected operations keep their meaning. Other functions stay, with simplified arguments.
 */
final class Simplification {

    private static final Primitive NUMBER = Arithmetic.ephemeral(-1, 1);

    private static final Set<String> FUNCTIONS =
            Arithmetic.functions().values().stream().map(Primitive::name).collect(Collectors.toUnmodifiableSet());

    /** Names of {@link Arithmetic#number} and labels of ephemeral constants. */
    private static final Pattern DIGITS = Pattern.compile("-?\\d.*");

    /** Functions that are the same of x and of |x|; logarithm and root because they are protected. */
    private static final Set<String> EVEN = Set.of("square", "abs", "cos", "log", "sqrt");

    private Simplification() {}

    static Tree of(Tree tree) {
        if (tree.isLeaf()) {
            return tree;
        }
        Tree same = Tree.of(
                tree.primitive(),
                tree.children().stream().map(Simplification::of).toList());
        if (!FUNCTIONS.contains(same.label())) {
            return same;
        }
        if (same.children().stream().allMatch(Simplification::isNumber)) {
            double value = ((double[]) same.evaluate(new double[1][1]))[0];
            return Double.isFinite(value) ? number(value) : same;
        }
        return switch (same.label()) {
            case "+", "-" -> shorter(sum(same), same);
            case "*" -> shorter(product(same), same);
            case "/" -> quotient(same);
            default -> call(same);
        };
    }

    private static Tree shorter(Tree changed, Tree same) {
        return changed.size() <= same.size() ? changed : same;
    }

    static boolean isNumber(Tree tree) {
        return tree.isLeaf() && DIGITS.matcher(tree.label()).matches();
    }

    /** The value of a tree that {@link #isNumber}. */
    static double value(Tree number) {
        return Double.parseDouble(number.label());
    }

    private static Tree number(double value) {
        return Tree.constant(NUMBER, value);
    }

    private static boolean is(String name, Tree tree) {
        return tree.label().equals(name) && tree.children().size() == 2;
    }

    private static Tree first(Tree tree) {
        return tree.children().get(0);
    }

    private static Tree second(Tree tree) {
        return tree.children().get(1);
    }

    // --- sums

    private static Tree sum(Tree tree) {
        Map<Tree, Double> terms = new LinkedHashMap<>();
        double constant = collect(tree, 1, terms);
        boolean finite = terms.values().stream().allMatch(Double::isFinite);
        if (!finite || !Double.isFinite(constant)) {
            return tree;
        }
        terms.values().removeIf(factor -> factor == 0);
        // a plus first, so that the sum need not begin with a minus; a number last, where a formula's intercept takes
        // it in
        boolean leads = constant > 0 && terms.values().stream().allMatch(factor -> factor < 0);
        Tree sum = leads ? number(constant) : null;
        for (int sign : new int[] {1, -1}) {
            for (Map.Entry<Tree, Double> term : terms.entrySet()) {
                double factor = sign * term.getValue();
                if (factor > 0) {
                    sum = added(sum, sign, factor == 1 ? term.getKey() : times(number(factor), term.getKey()));
                }
            }
        }
        if (constant != 0 && !leads) {
            sum = added(sum, constant > 0 ? 1 : -1, number(Math.abs(constant)));
        }
        return sum == null ? number(0) : sum;
    }

    /** @param sum null for none yet */
    private static Tree added(Tree sum, int sign, Tree piece) {
        if (sum == null) {
            return sign > 0 ? piece : negative(piece);
        }
        return Tree.of(sign > 0 ? Arithmetic.add() : Arithmetic.subtract(), List.of(sum, piece));
    }

    private static Tree negative(Tree tree) {
        if (isNumber(tree)) {
            return number(-value(tree));
        }
        boolean multiple = is("*", tree) && isNumber(first(tree));
        return multiple ? times(number(-value(first(tree))), second(tree)) : times(number(-1), tree);
    }

    /** Adds {@code factor * tree} to the terms; what is a number. */
    private static double collect(Tree tree, double factor, Map<Tree, Double> terms) {
        if (isNumber(tree)) {
            return factor * value(tree);
        }
        if (is("+", tree) || is("-", tree)) {
            return collect(first(tree), factor, terms) + collect(second(tree), is("-", tree) ? -factor : factor, terms);
        }
        boolean multiple = is("*", tree) && isNumber(first(tree));
        terms.merge(multiple ? second(tree) : tree, multiple ? factor * value(first(tree)) : factor, Double::sum);
        return 0;
    }

    // --- products

    private static Tree product(Tree tree) {
        if (tree.children().stream().anyMatch(child -> isNumber(child) && value(child) == 0)) {
            return number(0);
        }
        List<Tree> factors = new ArrayList<>();
        double constant = factors(tree, factors);
        if (!Double.isFinite(constant) || Math.abs(constant) < Double.MIN_NORMAL) {
            return tree;
        }
        Tree product = factors.stream().reduce(Simplification::times).orElseThrow();
        return constant == 1 ? product : times(number(constant), product);
    }

    /** Adds the factors that are no numbers; the product of those that are. */
    private static double factors(Tree tree, List<Tree> factors) {
        if (is("*", tree)) {
            return factors(first(tree), factors) * factors(second(tree), factors);
        }
        if (isNumber(tree)) {
            return value(tree);
        }
        factors.add(tree);
        return 1;
    }

    private static Tree times(Tree a, Tree b) {
        return Tree.of(Arithmetic.multiply(), List.of(a, b));
    }

    // --- others

    private static Tree quotient(Tree tree) {
        if (first(tree).equals(second(tree))) {
            // protected division of 0 by 0 is 1 too
            return number(1);
        }
        return isNumber(second(tree)) && value(second(tree)) == 1 ? first(tree) : tree;
    }

    private static Tree call(Tree tree) {
        boolean signless = EVEN.contains(tree.label()) && first(tree).label().equals("abs");
        return signless ? Tree.of(tree.primitive(), first(tree).children()) : tree;
    }
}
