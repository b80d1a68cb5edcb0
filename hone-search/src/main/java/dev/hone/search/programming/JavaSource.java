package dev.hone.search.programming;

import dev.hone.core.HoneException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A formula of {@link Arithmetic} as the source of a Java lambda from a {@code double[]}, one value an input, to its value.
 * It computes exactly what the tree computes, and uses nothing but {@code java.lang.Math}.
 */
final class JavaSource {

    private static final String SMALLEST = Double.toString(Arithmetic.SMALLEST);

    /** Functions that use an argument twice; it becomes a local variable, lest nested ones grow without bound. */
    private static final Map<String, String> TWICE = Map.of(
            "/", "Math.abs($2) < " + SMALLEST + " ? 1 : $1 / $2",
            "log", "Math.abs($1) < " + SMALLEST + " ? 0 : Math.log(Math.abs($1))",
            "square", "$1 * $1");

    private static final Map<String, String> ONCE = Map.of(
            "+", "($1 + $2)",
            "-", "($1 - $2)",
            "*", "$1 * $2",
            "sin", "Math.sin($1)",
            "cos", "Math.cos($1)",
            "tanh", "Math.tanh($1)",
            "exp", "Math.exp($1)",
            "sqrt", "Math.sqrt(Math.abs($1))",
            "abs", "Math.abs($1)");

    /** Words that no variable may be called; inputs may. */
    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "true",
            "try",
            "void",
            "volatile",
            "while",
            "_",
            "row");

    private final List<String> inputs;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> locals = new HashMap<>();
    private final List<String> statements = new ArrayList<>();

    private JavaSource(List<String> inputs) {
        this.inputs = inputs;
    }

    /** @param inputs names in the order of the array; those of the tree's variables among them */
    static String of(Formula formula, List<String> inputs) {
        return new JavaSource(inputs).write(formula);
    }

    private String write(Formula formula) {
        String tree = expression(formula.tree());
        boolean plain = formula.intercept() == 0 && formula.slope() == 1;
        if (!plain && formula.tree().label().equals("*")) {
            // else the slope would be multiplied with the first factor alone, and round otherwise
            tree = "(" + tree + ")";
        }
        String result = plain ? tree : number(formula.intercept()) + " + " + number(formula.slope()) + " * " + tree;
        StringBuilder source = new StringBuilder("row -> {\n    // row: " + String.join(", ", inputs) + "\n");
        for (int i = 0; i < inputs.size(); i++) {
            String java = variables.get(inputs.get(i));
            if (java != null) {
                source.append("    double ")
                        .append(java)
                        .append(" = row[")
                        .append(i)
                        .append("];\n");
            }
        }
        statements.forEach(s -> source.append("    ").append(s).append('\n'));
        return source.append("    return ").append(result).append(";\n}").toString();
    }

    private String expression(Tree tree) {
        if (tree.primitive().isEphemeral()) {
            return number(tree.constants()[0]);
        }
        if (tree.isLeaf()) {
            if (!inputs.contains(tree.label())) {
                // a number that is the same in all trees
                return number(Double.parseDouble(tree.label()));
            }
            return variables.computeIfAbsent(tree.label(), JavaSource::identifier);
        }
        String twice = TWICE.get(tree.label());
        String template = twice == null ? ONCE.get(tree.label()) : twice;
        if (template == null) {
            throw new HoneException("'" + tree.label() + "' cannot be written in Java, expected functions of numbers");
        }
        String text = template;
        for (int i = tree.children().size(); i > 0; i--) {
            Tree child = tree.children().get(i - 1);
            String argument = expression(child);
            boolean atom = child.isLeaf() || locals.containsValue(argument);
            if (twice != null && !atom) {
                argument = local(argument);
            } else if (child.label().equals("*")
                    && !tree.label().equals("+")
                    && !tree.label().equals("-")) {
                argument = "(" + argument + ")";
            }
            text = text.replace("$" + i, argument);
        }
        return twice == null ? text : local(text);
    }

    /** A local variable with the value of an expression. */
    private String local(String expression) {
        return locals.computeIfAbsent(expression, e -> {
            String name = "d" + (locals.size() + 1);
            statements.add("double " + name + " = " + e + ";");
            return name;
        });
    }

    private static String number(double value) {
        return value < 0 ? "(" + value + ")" : Double.toString(value);
    }

    private static String identifier(String name) {
        boolean taken = RESERVED.contains(name) || name.matches("d[0-9]+_*");
        return taken ? name + "_" : name;
    }
}
