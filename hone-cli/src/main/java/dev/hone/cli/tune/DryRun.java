package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.study.Views;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityLevels;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.trial.Instance;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Shows what would be run. */
final class DryRun {

    private static final int PROPOSALS = 5;

    private final Terminal terminal;
    private final Style style;
    private final boolean json;

    DryRun(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.style = new Style(terminal.outColour());
        this.json = json;
    }

    void show(Plan plan) {
        show(plan, plan.parts());
    }

    private <C> void show(Plan plan, StudyParts<C> parts) {
        OptimizerFactory<C> factory = parts.optimizer();
        Problem problem = plan.problem();
        List<C> first = new ArrayList<>(parts.enqueue());
        int given = first.size();
        List<Instance> instances = plan.definition()
                .instanceStream()
                .map(stream -> LongStream.range(given, given + PROPOSALS)
                        .mapToObj(stream)
                        .toList())
                .orElse(List.of());
        factory.create(problem).ask(new Ask<>(PROPOSALS, given, List.of(), instances)).stream()
                .map(Proposal::candidate)
                .forEach(first::add);
        // Also proves that the evaluator can be built.
        plan.checkEvaluators(parts);
        if (json) {
            terminal.out().println(Json.write(json(plan, parts, problem, first)));
            return;
        }
        PrintStream out = terminal.out();
        out.println(style.strong(plan.name()) + ": "
                + Views.objectives(plan.definition().objectives()));
        out.println();
        plan.definition().parameters().ifPresent(space -> space(out, space));
        parts.describe().forEach((label, words) -> out.printf("%-10s %s%n", label, words));
        out.println();
        String why = factory.explain(problem);
        out.println("Optimizer  " + factory.id() + (why.isEmpty() ? "" : ": " + why));
        plan.definition().judge().ifPresent(judge -> out.println("Judge      " + String.join(" ", judge.command())));
        plan.definition().fidelity().ifPresent(f -> out.println("Fidelity   " + describe(f)));
        plan.definition()
                .fidelity()
                .ifPresent(f -> f.warnings().forEach(w -> out.println("           " + style.bad(w))));
        out.println("Budget     " + describe(plan.budget()) + ", " + Text.count(plan.parallelism(), "evaluation")
                + " at a time, seed " + plan.seed());
        out.println();
        out.println("First trials" + (given > 0 ? " (the first " + given + " from 'enqueue')" : ""));
        Table table = new Table("TRIAL", parts.type() == Configuration.class ? "PARAMETERS" : "CANDIDATE");
        for (int i = 0; i < first.size(); i++) {
            table.row(Integer.toString(i), Text.pairs(Views.parameters(parts.encode(first.get(i)))));
        }
        table.print(out, "  ", style);
    }

    private static String describe(Fidelity fidelity) {
        return fidelity instanceof FidelityLevels choice
                ? choice.parameter() + ": "
                        + choice.levels().stream()
                                .map(l -> l.name() + " for " + Text.number(l.cost()))
                                .collect(Collectors.joining(", "))
                        + " (the truth)"
                : fidelity + " (the truth: " + Fidelity.name(fidelity.truth()) + ")";
    }

    private void space(PrintStream out, SearchSpace space) {
        boolean continuous = space.parameters().stream().anyMatch(p -> p.cardinality() == Long.MAX_VALUE);
        String size = continuous
                ? "a continuum of configurations"
                : space.cardinality() == Long.MAX_VALUE
                        ? "countless configurations"
                        : Text.count(space.cardinality(), "configuration");
        out.println("Space of " + Text.count(space.parameters().size(), "parameter") + ", " + size);
        Table table = new Table("PARAMETER", "DOMAIN");
        for (Parameter parameter : space.parameters()) {
            table.row(parameter.name(), SpaceText.domain(parameter));
        }
        table.print(out, "  ", style);
        space.constraints().forEach(c -> out.println("  subject to " + c));
    }

    /** A budget in words. */
    static String describe(Budget budget) {
        List<String> parts = new ArrayList<>();
        budget.trials().ifPresent(n -> parts.add(Text.count(n, "trial")));
        budget.duration().ifPresent(d -> parts.add(Text.duration(d)));
        budget.cost().ifPresent(c -> parts.add("cost " + Text.number(c)));
        budget.target().ifPresent(t -> parts.add("target " + Text.number(t)));
        return parts.isEmpty() ? "until stopped" : String.join(" or ", parts);
    }

    private static <C> ObjectNode json(Plan plan, StudyParts<C> parts, Problem problem, List<C> first) {
        OptimizerFactory<C> factory = parts.optimizer();
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("study", plan.name());
        plan.definition().parameters().ifPresent(space -> {
            node.set("parameters", SpaceText.definition(space));
            ArrayNode constraints = node.putArray("constraints");
            space.constraints().forEach(c -> constraints.add(c.toString()));
        });
        if (!parts.describe().isEmpty()) {
            node.set("candidates", Json.MAPPER.valueToTree(parts.describe()));
        }
        node.put("optimizer", factory.id());
        node.put("why", factory.explain(problem));
        node.put("seed", plan.seed());
        ArrayNode proposals = node.putArray("proposals");
        first.forEach(c -> proposals.add(Json.parse(parts.encode(c))));
        return node;
    }
}
