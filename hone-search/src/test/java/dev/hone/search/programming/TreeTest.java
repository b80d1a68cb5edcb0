package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeTest {

    private static final PrimitiveSet REALS = new PrimitiveSet(
            Arithmetic.REAL,
            List.of(
                    Arithmetic.add(),
                    Arithmetic.subtract(),
                    Arithmetic.multiply(),
                    Arithmetic.divide(),
                    Arithmetic.sine(),
                    Arithmetic.variable("x", 0),
                    Arithmetic.number(1),
                    Arithmetic.ephemeral(-1, 1)));

    /** Numbers and truth values: (if (< x 0) ...). */
    private static final PrimitiveSet TYPED = new PrimitiveSet(
            "real",
            List.of(
                    Primitive.function(
                            "if", "real", List.of("bool", "real", "real"), (in, a) -> (Boolean) a[0] ? a[1] : a[2]),
                    Primitive.function("<", "bool", List.of("real", "real"), (in, a) -> (Double) a[0] < (Double) a[1]),
                    Primitive.terminal("x", "real", (in, a) -> in),
                    Primitive.terminal("0", "real", (in, a) -> 0.0),
                    Primitive.terminal("yes", "bool", (in, a) -> true)));

    private static TreeRepresentation trees(PrimitiveSet set, int limit) {
        return new TreeRepresentation(
                set, TreeRepresentation.Options.defaults().withDepthLimit(limit), TreeDistance::structural);
    }

    @Test
    void countsNodesAndEdges() {
        Tree tree = REALS.parse("(+ x (* x (sin 1)))");
        assertThat(tree.size()).isEqualTo(6);
        assertThat(tree.depth()).isEqualTo(3);
        assertThat(tree.at(0)).isSameAs(tree);
        assertThat(tree.at(2).canonical()).isEqualTo("(* x (sin 1))");
        assertThat(tree.at(5).canonical()).isEqualTo("1");
        assertThat(tree.with(4, REALS.parse("x")).canonical()).isEqualTo("(+ x (* x x))");
        assertThat(tree.canonical()).isEqualTo("(+ x (* x (sin 1)))");
    }

    @Test
    void computesColumnsWithProtectedDivision() {
        double[][] input = {{0, 2, -0.5}};
        assertThat((double[]) REALS.parse("(/ 1 x)").evaluate(input)).containsExactly(1, 0.5, -2);
        assertThat((double[]) REALS.parse("(- (* x x) 0.5)").evaluate(input)).containsExactly(-0.5, 3.5, -0.25);
        assertThat(Arithmetic.quotient(3, 9e-10)).isEqualTo(1);
        assertThat(Arithmetic.quotient(3, -1e-9)).isEqualTo(-3e9, within(1.0));
        assertThat(TYPED.parse("(if (< x 0) 0 x)").evaluate(-3.0)).isEqualTo(0.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(+ x (+ 1 x)); x + 1 + x; x + 1 + x",
                "(- x (- 1 x)); x - (1 - x); x - (1 - x)",
                "(* x (+ 1 x)); x * (1 + x); x \\cdot (1 + x)",
                "(/ (+ x 1) (* x x)); (x + 1) / (x * x); \\frac{x + 1}{x \\cdot x}",
                "(sin (* x -0.5)); sin(x * (-0.5)); \\sin\\left(x \\cdot (-0.5)\\right)"
            })
    void writesFormulasWithTheParenthesesTheyNeed(String canonical, String infix, String latex) {
        Tree tree = REALS.parse(canonical);
        assertThat(tree.infix()).isEqualTo(infix);
        assertThat(tree.latex()).isEqualTo(latex);
    }

    @Test
    void overlapOfAlignedNodes() {
        Tree a = REALS.parse("(+ (* x x) 1)");
        // The root and x of the product agree; the product against a sum does not but its children are still compared.
        Tree b = REALS.parse("(+ (+ x 1) (sin x))");
        assertThat(TreeDistance.overlap(a, b)).isEqualTo(2);
        assertThat(TreeDistance.structural(a, b)).isEqualTo(1 - 2.0 / 9, within(1e-15));
        assertThat(TreeDistance.structural(a, a)).isZero();
        assertThat(TreeDistance.structural(REALS.parse("x"), a)).isEqualTo(1);
        // Different arities: sin has one child, which is laid over the first of the sum.
        assertThat(TreeDistance.overlap(REALS.parse("(sin x)"), REALS.parse("(+ x x)")))
                .isEqualTo(1);
        assertThat(REALS.parse("(+ 0.5 x)"))
                .isEqualTo(REALS.parse("(+ 5e-1 x)"))
                .isNotEqualTo(REALS.parse("(+ 0.25 x)"));
        assertThat(TreeDistance.overlap(REALS.parse("0.25"), REALS.parse("0.5")))
                .isZero();
    }

    @Test
    void semanticDistanceClipsAndReplacesWhatIsNoNumber() {
        assertThat(TreeDistance.meanDifference(new double[] {1, 2, 0}, new double[] {2, 2, Double.NaN}))
                .isEqualTo((1 + 1e6) / 3);
        assertThat(TreeDistance.meanDifference(
                        new double[] {Double.NEGATIVE_INFINITY}, new double[] {Double.POSITIVE_INFINITY}))
                .isEqualTo(2e6);
    }

    @Test
    void rampedTreesAreFullOrGrownToTheirDepth() {
        TreeGenerator generator = new TreeGenerator(TYPED);
        RandomGenerator random = Seeds.stream(1);
        Set<Integer> depths = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Tree tree = generator.ramped(2, 6, random);
            depths.add(tree.depth());
            assertThat(tree.isLeaf()).isFalse();
            assertThat(TYPED.parse(tree.canonical())).isEqualTo(tree);
        }
        assertThat(depths).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(new TreeGenerator(REALS).full(Arithmetic.REAL, 4, random).depth())
                .isEqualTo(4);
        assertThat(new TreeGenerator(REALS).grow(Arithmetic.REAL, 0, random).size())
                .isEqualTo(1);
    }

    @Test
    void crossoverExchangesSubtreesOfOneType() {
        TreeRepresentation trees = trees(TYPED, 17);
        RandomGenerator random = Seeds.stream(2);
        Set<String> exchanged = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Tree a = trees.random(random);
            Tree b = trees.random(random);
            Representation.Children<Tree> children = trees.crossover(a, b, random);
            assertThat(TYPED.parse(children.first().canonical())).isEqualTo(children.first());
            assertThat(TYPED.parse(children.second().canonical())).isEqualTo(children.second());
            assertThat(children.first().size() + children.second().size()).isEqualTo(a.size() + b.size());
        }
        Tree a = TYPED.parse("(if (< x x) x x)");
        Tree b = TYPED.parse("(if yes 0 0)");
        for (int i = 0; i < 200; i++) {
            Representation.Children<Tree> children = trees.crossover(a, b, random);
            exchanged.add(children.first().canonical());
        }
        assertThat(exchanged)
                .contains("(if yes x x)", "(if (< 0 x) x x)", "(if yes 0 0)", "(if (< x x) x (if yes 0 0))")
                .doesNotContain("(if (< x yes) x x)");
    }

    @Test
    void parentsWithoutACommonTypeAreCopied() {
        PrimitiveSet set = new PrimitiveSet(
                "a",
                List.of(
                        Primitive.terminal("left", "a", (in, none) -> 0),
                        Primitive.terminal("right", "b", (in, none) -> 0)));
        Tree a = set.parse("left");
        Tree b = Tree.of(Primitive.terminal("right", "b", (in, none) -> 0), List.of());
        Representation.Children<Tree> children = trees(set, 17).crossover(a, b, Seeds.stream(1));
        assertThat(children).isEqualTo(new Representation.Children<>(a, b));
    }

    @Test
    void mutationKeepsTypesAndTheLimitIsOnEdges() {
        TreeRepresentation trees = trees(TYPED, 6);
        RandomGenerator random = Seeds.stream(3);
        Tree tree = TYPED.parse("(if yes x 0)");
        Set<Tree> mutants = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Tree mutant = trees.mutate(tree, random);
            assertThat(TYPED.parse(mutant.canonical())).isEqualTo(mutant);
            assertThat(mutant.depth()).isLessThanOrEqualTo(1 + 4);
            mutants.add(mutant);
        }
        assertThat(mutants).hasSizeGreaterThan(20);
        TreeGenerator generator = new TreeGenerator(REALS);
        assertThat(trees(REALS, 6).admits(generator.full(Arithmetic.REAL, 6, random)))
                .isTrue();
        assertThat(trees(REALS, 6).admits(generator.full(Arithmetic.REAL, 7, random)))
                .isFalse();
    }

    @Test
    void refusesLanguagesInWhichTreesCannotEnd() {
        Primitive x = Primitive.terminal("x", "real", (in, none) -> 0);
        Primitive not = Primitive.function("not", "bool", List.of("bool"), (in, a) -> a[0]);
        Primitive test = Primitive.function("test", "real", List.of("bool"), (in, a) -> 0);
        assertThatThrownBy(() -> new PrimitiveSet("real", List.of(x, test, not)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("terminal of type 'bool'");
        assertThat(new PrimitiveSet("real", List.of(x, not)).type()).isEqualTo("real");
        assertThatThrownBy(() -> new PrimitiveSet("real", List.of(x, x))).hasMessageContaining("'x' twice");
        assertThatThrownBy(() -> Primitive.terminal("x", "real", null))
                .hasMessageContaining("primitive 'x'.implementation: is missing");
        assertThatThrownBy(() -> Tree.of(not, List.of())).hasMessageContaining("0 trees, expected arity 1");
        assertThatThrownBy(() -> Tree.of(not, List.of(Tree.of(x, List.of()))))
                .hasMessageContaining("children[0]: is of type 'real', expected 'bool'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(+ x; nothing at character 5",
                "(+ x y); 'y' at character 6",
                "(+ x x x); no ')' at character 8",
                "(x); 'x' with parentheses at character 2",
                "+; '+' without parentheses at character 1",
                "x x; 'x' at character 3",
                "NaN; constant: is NaN"
            })
    void refusesTextThatIsNoTree(String text, String reason) {
        assertThatThrownBy(() -> REALS.parse(text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAnArgumentOfAnotherType() {
        assertThatThrownBy(() -> TYPED.parse("(if x x x)"))
                .hasMessageContaining("'x' of type 'real' at character 5, expected type 'bool'");
    }
}
