package dev.hone.search.programming;

import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes trees of a language from formulas as people write them. What the notation has and the language lacks is written
 * otherwise where that is possible: {@code x^2} as {@code x * x}, and {@code -x} as {@code -1 * x}.
 */
final class InfixReader {

    /** Squares that become products double what is in them, so that squares of squares would fill any memory. */
    private static final int MOST_NODES = 10_000;

    private final PrimitiveSet language;
    private final int depthLimit;
    private final String text;

    /** @param depthLimit of trees, in edges from the root */
    InfixReader(PrimitiveSet language, int depthLimit, String text) {
        this.language = language;
        this.depthLimit = depthLimit;
        this.text = text;
    }

    /** @throws dev.hone.core.InvalidFieldException naming the place of what is not in the language, or too deep in the tree */
    Tree tree(InfixTerm term) {
        return tree(term, 0);
    }

    private Tree tree(InfixTerm term, int depth) {
        if (depth > depthLimit) {
            throw InfixParser.error(
                    text,
                    term.at(),
                    "a part at depth " + depth + " of the tree",
                    "a depth of at most the limit of " + depthLimit);
        }
        if (term.isNumber()) {
            return number(term);
        }
        InfixTerm known = inLanguage(term);
        if (isProductOfItself(known)) {
            Tree factor = tree(known.arguments().get(0), depth + 1);
            return tree(term, List.of(factor, factor), language.find("*").orElseThrow());
        }
        Primitive primitive = primitive(known);
        List<Tree> children = new ArrayList<>();
        for (InfixTerm argument : known.arguments()) {
            children.add(tree(argument, depth + 1));
        }
        return tree(term, children, primitive);
    }

    private boolean isProductOfItself(InfixTerm term) {
        return term.is("square", 1)
                && language.find("square").isEmpty()
                && language.find("*").isPresent();
    }

    private Tree tree(InfixTerm term, List<Tree> children, Primitive primitive) {
        Tree tree = Tree.of(primitive, children);
        if (tree.size() > MOST_NODES) {
            throw InfixParser.error(
                    text,
                    term.at(),
                    "a part of " + tree.size() + " nodes",
                    "a tree of at most " + MOST_NODES + " nodes");
        }
        return tree;
    }

    /** The same with what the notation has and no language, signs and absolute values that protected functions take anyway, written otherwise. */
    private static InfixTerm inLanguage(InfixTerm term) {
        List<InfixTerm> arguments = term.arguments();
        boolean isProtected = term.is("log", 1) || term.is("sqrt", 1);
        if (isProtected && arguments.get(0).is("abs", 1)) {
            // log(|x|) says what the protected log(x) is
            return InfixTerm.call(
                    term.name(), term.at(), arguments.get(0).arguments().get(0));
        }
        if (term.is("-", 1)) {
            return InfixTerm.call("*", term.at(), InfixTerm.number(-1, term.at()), arguments.get(0));
        }
        return term;
    }

    private Primitive primitive(InfixTerm term) {
        Primitive primitive = language.find(term.name()).orElse(null);
        if (primitive == null || primitive.isEphemeral()) {
            List<String> names = language.names();
            throw InfixParser.error(
                    text,
                    term.at(),
                    InfixParser.quoted(term.name()),
                    Nearest.hint(term.name(), names),
                    "one of " + names);
        }
        if (primitive.arity() != term.arguments().size()) {
            throw InfixParser.error(
                    text,
                    term.at(),
                    InfixParser.quoted(term.name()) + " with "
                            + term.arguments().size() + " argument(s)",
                    primitive.arity() + " of them");
        }
        return primitive;
    }

    private Tree number(InfixTerm term) {
        Primitive ephemeral = language.ephemeral(language.type()).orElse(null);
        if (ephemeral != null) {
            return Tree.constant(ephemeral, term.number());
        }
        Primitive same = Arithmetic.number(term.number());
        return language.find(same.name())
                .map(primitive -> Tree.of(primitive, List.of()))
                .orElseThrow(() -> InfixParser.error(
                        text, term.at(), "the number " + same.name(), "none, as the language has no constants,"));
    }
}
