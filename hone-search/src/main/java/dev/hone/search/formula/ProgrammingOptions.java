package dev.hone.search.formula;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.search.programming.GeneticProgrammingSampler;
import dev.hone.search.programming.MateChoice;
import dev.hone.search.programming.MateChoice.Rule;
import dev.hone.search.programming.TreeRepresentation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Genetic programming by name. */
final class ProgrammingOptions {

    private static final String SEMANTIC = "semantic";
    private static final MateChoice.Options MATING = MateChoice.Options.defaults();
    private static final TreeRepresentation.Options TREES = TreeRepresentation.Options.defaults();

    /** None: of the values that docs/methods/53.md compares, none makes formulas smaller without making some worse. */
    private static final double PARSIMONY = 0;

    private ProgrammingOptions() {}

    static Method method() {
        return new Method(
                GeneticProgrammingSampler.ID,
                Method.OPTIMIZER,
                "Genetic programming with a choice of mates (PIMP)",
                "Evolves formulas. Every individual carries two trees: a solution, which is evaluated, and an ideal partner,"
                        + " which never is. Who wins a tournament chooses, among a few others drawn at random, the one whose"
                        + " solution is most like its ideal; ideals are inherited like solutions. That keeps the population"
                        + " varied without a rule to tune. Studies with 'formula' use it; 'hone schema' has the keys.",
                "PIMP: All You Need Is Sex for Diversity, EuroGP 2023, arXiv 2303.17441",
                "formulas",
                "one value",
                options(),
                """
                study: drag
                formula: {data: drag.csv, target: drag, holdout: 0.2}
                optimizer: {name: genetic-programming, mating: pimp, population: 100}
                budget: {trials: 5000}
                """.stripIndent(),
                Optional.of("mate-choice"));
    }

    private static List<Option> options() {
        return List.of(
                Option.choice(
                        "mating",
                        MATING.rule().id(),
                        Stream.of(Rule.values()).map(Rule::id).toList(),
                        "How a chooser finds its partner: by its inherited ideal (pimp), a tournament (standard), chance"
                                + " (random-mate), likeness to itself (assortative) or unlikeness (disassortative)."),
                Option.choice(
                        "preference_distance",
                        "structural",
                        List.of("structural", SEMANTIC),
                        "Likeness of trees: by their nodes, or by what they compute on the data."),
                Option.integer("population", 100, "Individuals in a generation; at least as many as candidates.")
                        .atLeast(2)
                        .atMost(100_000),
                Option.integer("elitism", 1, "How many of the best live on in the next generation.")
                        .atLeast(0)
                        .atMost(99_999),
                Option.integer("tournament", MATING.tournament(), "How many take part in a tournament.")
                        .atLeast(1)
                        .atMost(100_000),
                Option.integer("candidates", MATING.candidates(), "How many a chooser chooses from.")
                        .atLeast(1)
                        .atMost(100_000),
                Option.number("crossover", MATING.crossover(), "Probability that parents are crossed, not copied.")
                        .atLeast(0)
                        .atMost(1),
                Option.number("mutation", MATING.mutation(), "Probability that a tree is mutated, each on its own.")
                        .atLeast(0)
                        .atMost(1),
                Option.number(
                                "parsimony",
                                PARSIMONY,
                                "Preference for small trees: a tournament is won by the smallest whose loss is at most best"
                                        + " + parsimony * (median - best) of those who take part; 0 for none.")
                        .atLeast(0)
                        .atMost(1),
                Option.integer(
                                "depth_limit",
                                TREES.depthLimit(),
                                "Depth beyond which a child is replaced by its parent.")
                        .atLeast(0)
                        .atMost(100),
                Option.integer("min_depth", TREES.minDepth(), "Least depth that is drawn for a first tree.")
                        .atLeast(0)
                        .atMost(100),
                Option.integer("max_depth", TREES.maxDepth(), "Greatest depth that is drawn for a first tree.")
                        .atLeast(0)
                        .atMost(100),
                Option.integer("mutation_depth", TREES.mutationDepth(), "Greatest depth of what mutation puts in.")
                        .atLeast(0)
                        .atMost(100));
    }

    /** Refuses what does not go together, by the names of options. */
    static void check(OptionValues values) {
        Check.atLeast("max_depth", values.intValue("max_depth"), values.intValue("min_depth"));
        Check.atLeast("depth_limit", values.intValue("depth_limit"), values.intValue("max_depth"));
        sampler(values);
        trees(values);
    }

    static boolean isSemantic(OptionValues values) {
        return values.text("preference_distance").equals(SEMANTIC);
    }

    static GeneticProgrammingSampler.Options sampler(OptionValues values) {
        return new GeneticProgrammingSampler.Options(
                values.intValue("population"),
                values.intValue("elitism"),
                new MateChoice.Options(
                        Rule.of(values.text("mating")),
                        values.intValue("tournament"),
                        values.intValue("candidates"),
                        values.number("crossover"),
                        values.number("mutation"),
                        values.number("parsimony")));
    }

    static TreeRepresentation.Options trees(OptionValues values) {
        return new TreeRepresentation.Options(
                values.intValue("min_depth"),
                values.intValue("max_depth"),
                values.intValue("mutation_depth"),
                values.intValue("depth_limit"));
    }
}
