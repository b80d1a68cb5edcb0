package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.Function;

/**
 * A typed expression. Immutable and thread-safe; trees share subtrees. Two trees are equal if their
 * {@link #canonical() canonical texts} are.
 */
public final class Tree {

    private final Primitive primitive;
    private final double constant;
    private final String label;
    private final List<Tree> children;
    private final int size;
    private final int depth;

    private Tree(Primitive primitive, double constant, List<Tree> children) {
        this.primitive = primitive;
        this.constant = constant;
        this.label = primitive.isEphemeral() ? Double.toString(constant) : primitive.name();
        this.children = List.copyOf(children);
        int nodes = 1;
        int levels = 0;
        for (Tree child : children) {
            nodes += child.size;
            levels = Math.max(levels, child.depth + 1);
        }
        this.size = nodes;
        this.depth = levels;
    }

    /** @throws dev.hone.core.InvalidFieldException if the children do not fit the primitive's arguments */
    public static Tree of(Primitive primitive, List<Tree> children) {
        String field = "tree '" + primitive.name() + "'";
        Check.that(!primitive.isEphemeral(), field, "without a number", "a constant");
        Check.that(
                children.size() == primitive.arity(),
                field + ".children",
                children.size() + " trees",
                "arity " + primitive.arity());
        for (int i = 0; i < children.size(); i++) {
            String needed = primitive.arguments().get(i);
            String found = children.get(i).type();
            Check.that(
                    found.equals(needed),
                    field + ".children[" + i + "]",
                    "of type '" + found + "'",
                    "'" + needed + "'");
        }
        return new Tree(primitive, Double.NaN, children);
    }

    /** A node of an ephemeral constant. */
    public static Tree constant(Primitive ephemeral, double value) {
        Check.that(ephemeral.isEphemeral(), "primitive", "'" + ephemeral.name() + "'", "an ephemeral constant");
        return new Tree(ephemeral, Check.finite("constant", value), List.of());
    }

    public Primitive primitive() {
        return primitive;
    }

    public List<Tree> children() {
        return children;
    }

    public String type() {
        return primitive.type();
    }

    /** Number of nodes. */
    public int size() {
        return size;
    }

    /** Edges from the root to the farthest leaf; 0 for a single node. */
    public int depth() {
        return depth;
    }

    public boolean isLeaf() {
        return children.isEmpty();
    }

    /** Name of the root's primitive, or its number. */
    public String label() {
        return label;
    }

    /** What the tree computes of an input. */
    public Object evaluate(Object input) {
        if (primitive.isEphemeral()) {
            return primitive.implementation().apply(input, new Object[] {constant});
        }
        Object[] arguments = new Object[children.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = children.get(i).evaluate(input);
        }
        return primitive.implementation().apply(input, arguments);
    }

    /** The subtree at a position in preorder, 0 for the tree itself. */
    Tree at(int position) {
        Tree node = this;
        int left = position;
        while (left > 0) {
            left--;
            int child = 0;
            while (left >= node.children.get(child).size) {
                left -= node.children.get(child++).size;
            }
            node = node.children.get(child);
        }
        return node;
    }

    /** The tree with the subtree at a position in preorder replaced by one of the same type. */
    Tree with(int position, Tree replacement) {
        if (position == 0) {
            return replacement;
        }
        List<Tree> changed = new ArrayList<>(children);
        int left = position - 1;
        int child = 0;
        while (left >= children.get(child).size) {
            left -= children.get(child++).size;
        }
        changed.set(child, children.get(child).with(left, replacement));
        return new Tree(primitive, constant, changed);
    }

    /** The numbers of its ephemeral constants, in preorder. */
    public double[] constants() {
        if (primitive.isEphemeral()) {
            return new double[] {constant};
        }
        return children.stream()
                .flatMapToDouble(c -> Arrays.stream(c.constants()))
                .toArray();
    }

    /**
     * The tree with other numbers in its ephemeral constants.
     *
     * @param values in preorder, as many as {@link #constants()} has
     */
    public Tree withConstants(double[] values) {
        PrimitiveIterator.OfDouble next = Arrays.stream(values).iterator();
        Tree changed = withConstants(next);
        Check.that(!next.hasNext(), "constants", values.length + " numbers", "one for each constant of " + this);
        return changed;
    }

    private Tree withConstants(PrimitiveIterator.OfDouble next) {
        if (primitive.isEphemeral()) {
            Check.that(next.hasNext(), "constants", "too few numbers", "one for each constant");
            return constant(primitive, next.nextDouble());
        }
        return isLeaf()
                ? this
                : new Tree(
                        primitive,
                        constant,
                        children.stream().map(c -> c.withConstants(next)).toList());
    }

    /** The tree in prefix notation, such as {@code (+ x (* x 1))}; see {@link PrimitiveSet#parse}. */
    public String canonical() {
        StringBuilder text = new StringBuilder();
        canonical(text);
        return text.toString();
    }

    private void canonical(StringBuilder text) {
        text.append(isLeaf() ? "" : "(").append(label);
        for (Tree child : children) {
            text.append(' ');
            child.canonical(text);
        }
        text.append(isLeaf() ? "" : ")");
    }

    /** The tree as people write formulas. */
    public String infix() {
        return write(Primitive::infix);
    }

    /** The tree in LaTeX's mathematics. */
    public String latex() {
        return write(Primitive::latex);
    }

    private String write(Function<Primitive, Notation> language) {
        if (primitive.isEphemeral()) {
            return Arithmetic.shown(constant);
        }
        return language.apply(primitive)
                .write(
                        children.stream().map(c -> c.write(language)).toList(),
                        children.stream().map(c -> c.precedence(language)).toList());
    }

    /** How tightly the text of {@code language} binds; see {@link Notation#precedence}. */
    int precedence(Function<Primitive, Notation> language) {
        if (primitive.isEphemeral()) {
            return constant < 0 ? 0 : Notation.CLOSED;
        }
        return language.apply(primitive).precedence();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Tree tree
                        && size == tree.size
                        && label.equals(tree.label)
                        && children.equals(tree.children);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + children.hashCode();
    }

    @Override
    public String toString() {
        return canonical();
    }
}
