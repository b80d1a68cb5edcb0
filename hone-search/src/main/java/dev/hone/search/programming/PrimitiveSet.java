package dev.hone.search.programming;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The language of a search: primitives and the type that whole trees have. Every type that a tree may need has a terminal,
 * so that any tree can be closed at any depth. Immutable and thread-safe.
 */
public final class PrimitiveSet {

    private final String type;
    private final Map<String, Primitive> byName = new LinkedHashMap<>();
    private final Map<String, List<Primitive>> functions = new LinkedHashMap<>();
    private final Map<String, List<Primitive>> terminals = new LinkedHashMap<>();

    /** @throws InvalidFieldException if two primitives have the same name, or a needed type has no terminal */
    public PrimitiveSet(String type, List<Primitive> primitives) {
        this.type = Check.notBlank("primitives.type", type);
        for (Primitive primitive : Check.notEmpty("primitives", primitives)) {
            Check.that(
                    byName.put(primitive.name(), primitive) == null,
                    "primitives",
                    "'" + primitive.name() + "' twice",
                    "each name once");
            (primitive.isTerminal() ? terminals : functions)
                    .computeIfAbsent(primitive.type(), t -> new ArrayList<>())
                    .add(primitive);
        }
        checkClosed();
    }

    private void checkClosed() {
        Deque<String> open = new ArrayDeque<>(List.of(type));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String needed = open.pop();
            Check.that(
                    !terminals(needed).isEmpty(),
                    "primitives",
                    "without a terminal of type '" + needed + "'",
                    "at least one for every type that a tree may need");
            for (Primitive function : functions(needed)) {
                function.arguments().stream().filter(seen::add).forEach(open::push);
            }
        }
    }

    /** Type of whole trees. */
    public String type() {
        return type;
    }

    /** Functions with results of a type. */
    List<Primitive> functions(String resultType) {
        return functions.getOrDefault(resultType, List.of());
    }

    /** Terminals of a type. */
    List<Primitive> terminals(String resultType) {
        return terminals.getOrDefault(resultType, List.of());
    }

    Optional<Primitive> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Names that may stand in a tree. */
    List<String> names() {
        return byName.values().stream()
                .filter(primitive -> !primitive.isEphemeral())
                .map(Primitive::name)
                .toList();
    }

    /** The constant that stands for numbers of a type. */
    Optional<Primitive> ephemeral(String resultType) {
        return terminals(resultType).stream().filter(Primitive::isEphemeral).findFirst();
    }

    /**
     * Reads what {@link Tree#canonical()} writes: {@code x} or {@code (+ x (* x 1))}; a number stands for an ephemeral
     * constant of the type that is needed.
     *
     * @throws InvalidFieldException naming the place, if the text is no tree of this language
     */
    public Tree parse(String text) {
        Reader reader = new Reader(text);
        Tree tree = reader.tree(type);
        reader.end();
        return tree;
    }

    /**
     * Reads a formula as people write it and {@link Tree#infix()} does: {@code x + 2 * sin(y)^2}.
     *
     * @param depthLimit of the tree, in edges from the root
     * @throws InvalidFieldException naming the place, if the text is no formula, has something that is not in this language, or
     *     is too deep
     */
    public Tree parseInfix(String text, int depthLimit) {
        return new InfixReader(this, depthLimit, text).tree(InfixParser.parse(text));
    }

    private final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Tree tree(String needed) {
            boolean open = accept('(');
            int start = at;
            String name = word();
            Primitive primitive = byName.get(name);
            if (primitive == null || primitive.isEphemeral()) {
                return constant(needed, name, start, open);
            }
            if (!primitive.type().equals(needed)) {
                throw error(start, "'" + name + "' of type '" + primitive.type() + "'", "type '" + needed + "'");
            }
            if (open != (primitive.arity() > 0)) {
                throw error(
                        start,
                        "'" + name + "' with" + (open ? "" : "out") + " parentheses",
                        "arity " + primitive.arity());
            }
            List<Tree> children = new ArrayList<>();
            for (String argument : primitive.arguments()) {
                children.add(tree(argument));
            }
            if (open && !accept(')')) {
                throw error(at, "no ')'", "'" + name + "' to end after " + primitive.arity() + " arguments");
            }
            return Tree.of(primitive, children);
        }

        private Tree constant(String needed, String word, int start, boolean open) {
            Primitive ephemeral = ephemeral(needed).orElse(null);
            try {
                if (ephemeral != null && !open) {
                    return Tree.constant(ephemeral, Double.parseDouble(word));
                }
            } catch (NumberFormatException e) {
                throw error(
                        start,
                        word.isEmpty() ? "nothing" : "'" + word + "'",
                        "one of " + byName.keySet() + " or a number");
            }
            throw error(start, word.isEmpty() ? "nothing" : "'" + word + "'", "one of " + byName.keySet());
        }

        void end() {
            blanks();
            if (at < text.length()) {
                throw error(at, "'" + text.substring(at) + "'", "the end");
            }
        }

        private boolean accept(char c) {
            blanks();
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private String word() {
            blanks();
            int start = at;
            while (at < text.length() && " ()".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private void blanks() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private InvalidFieldException error(int place, String found, String expected) {
            return new InvalidFieldException(
                    "tree",
                    "has " + found + " at character " + (place + 1) + ", expected " + expected + " in: " + text);
        }
    }
}
