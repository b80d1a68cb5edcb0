package dev.hone.search.formula;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.search.programming.Arithmetic;
import dev.hone.search.programming.Formula;
import dev.hone.search.programming.Primitive;
import dev.hone.search.programming.PrimitiveSet;
import dev.hone.search.programming.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Formulas between trees, metrics and text. What was fitted to a tree is among the metrics of its trial: {@code slope} and
 * {@code intercept} where there is scaling, {@code c1}, {@code c2}, ... for the numbers in preorder where polishing moved them.
 * So whatever a trial's formula is can be told without the data.
 */
final class FormulaText {

    static final String INFIX = "infix";
    static final String LATEX = "latex";
    static final String JAVA = "java";
    static final String JSON = CandidateKind.JSON;
    static final List<String> FORMS = List.of(INFIX, LATEX, JAVA, JSON);

    static final String SLOPE = "slope";
    static final String INTERCEPT = "intercept";
    private static final String CONSTANT = "c";

    private FormulaText() {}

    /** All functions over these variables: reads every tree of every study of them. */
    static PrimitiveSet language(List<String> inputs) {
        List<Primitive> all = new ArrayList<>(Arithmetic.functions().values());
        for (int i = 0; i < inputs.size(); i++) {
            all.add(Arithmetic.variable(inputs.get(i), i));
        }
        all.add(Arithmetic.ephemeral(-1, 1));
        return new PrimitiveSet(Arithmetic.REAL, all);
    }

    /** A tree as stores hold it. */
    static String encode(Tree tree) {
        return Json.write(tree.canonical());
    }

    /** What was fitted, as metrics. */
    static Map<String, Double> metrics(Tree tree, Formula formula, boolean scaling) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (scaling) {
            metrics.put(INTERCEPT, formula.intercept());
            metrics.put(SLOPE, formula.slope());
        }
        if (!formula.tree().equals(tree)) {
            double[] constants = formula.tree().constants();
            for (int i = 0; i < constants.length; i++) {
                metrics.put(CONSTANT + (i + 1), constants[i]);
            }
        }
        return metrics;
    }

    /** The tree with the numbers that its evaluation fitted. */
    static Tree fitted(Tree tree, Trial<?> trial) {
        Map<String, Double> metrics =
                trial.evaluation().map(Evaluation::metrics).orElse(Map.of());
        if (!metrics.containsKey(CONSTANT + 1)) {
            return tree;
        }
        double[] constants = tree.constants();
        for (int i = 0; i < constants.length; i++) {
            constants[i] = metrics.getOrDefault(CONSTANT + (i + 1), constants[i]);
        }
        return tree.withConstants(constants);
    }

    static Formula formula(Trial<String> trial, List<String> inputs) {
        Tree tree = language(inputs).parse(Json.parse(trial.candidate()).asText());
        Map<String, Double> metrics =
                trial.evaluation().map(Evaluation::metrics).orElse(Map.of());
        return new Formula(fitted(tree, trial), metrics.getOrDefault(INTERCEPT, 0.0), metrics.getOrDefault(SLOPE, 1.0));
    }

    static String write(String form, Trial<String> trial, List<String> inputs) {
        Formula formula = formula(trial, inputs);
        return switch (form) {
            case INFIX -> formula.simplified().infix();
            case LATEX -> formula.simplified().latex();
            case JAVA -> formula.java(inputs);
            case JSON -> json(formula, inputs);
            default ->
                throw new HoneException("there is no form '" + form + "' of a formula, expected one of " + FORMS);
        };
    }

    /** A number, the name of a variable, or a list of a function's name and its arguments. */
    private static JsonNode expression(Tree tree) {
        if (tree.primitive().isEphemeral()) {
            return DoubleNode.valueOf(tree.constants()[0]);
        }
        if (tree.isLeaf()) {
            return TextNode.valueOf(tree.label());
        }
        ArrayNode call = Json.MAPPER.createArrayNode().add(tree.label());
        tree.children().forEach(child -> call.add(expression(child)));
        return call;
    }

    private static String json(Formula formula, List<String> inputs) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        Formula shown = formula.simplified();
        node.put("infix", shown.infix());
        node.put("nodes", shown.tree().size());
        node.put("tree", formula.tree().canonical());
        node.set("expression", expression(formula.tree()));
        node.put("intercept", formula.intercept());
        node.put("slope", formula.slope());
        node.set("inputs", Json.MAPPER.valueToTree(inputs));
        return Json.write(node);
    }
}
