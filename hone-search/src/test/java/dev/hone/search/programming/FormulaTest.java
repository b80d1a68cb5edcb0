package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormulaTest {

    private static final List<String> INPUTS = List.of("x", "speed", "class", "d1", "row");

    private static PrimitiveSet language() {
        List<Primitive> all = new ArrayList<>(Arithmetic.functions().values());
        for (int i = 0; i < INPUTS.size(); i++) {
            all.add(Arithmetic.variable(INPUTS.get(i), i));
        }
        all.add(Arithmetic.ephemeral(-2, 2));
        all.add(Arithmetic.number(-1));
        return new PrimitiveSet(Arithmetic.REAL, all);
    }

    private static Formula formula(String tree, double intercept, double slope) {
        return new Formula(language().parse(tree), intercept, slope);
    }

    @Test
    void infixHasSixDigitsAndNoNeedlessSigns() {
        assertThat(formula("(* x 1.23456789)", 0, 1).infix()).isEqualTo("x * 1.23457");
        assertThat(formula("(+ x speed)", 0, 2).infix()).isEqualTo("2 * (x + speed)");
        assertThat(formula("(* x speed)", 1.5, -2).infix()).isEqualTo("1.5 - 2 * x * speed");
        assertThat(formula("(* x speed)", 0, -1).infix()).isEqualTo("-x * speed");
        assertThat(formula("(- x x)", 3, 0).infix()).isEqualTo("3");
        assertThat(formula("(square (+ x 0.5))", 1e-12, 1e12).infix())
                .isEqualTo("1.00000e-12 + 1.00000e+12 * (x + 0.5)^2");
        assertThat(formula("(/ (log x) (- speed (sqrt x)))", 0, 1).infix()).isEqualTo("log(|x|) / (speed - sqrt(|x|))");
    }

    @Test
    void latex() {
        assertThat(formula("(/ (* x speed) (abs -0.25))", 2, 1.5).latex())
                .isEqualTo("2 + 1.5 \\cdot \\frac{x \\cdot \\mathrm{speed}}{\\left|-0.25\\right|}");
        assertThat(formula("(+ x (square speed))", 0, 3).latex())
                .isEqualTo("3 \\cdot \\left(x + {\\mathrm{speed}}^2\\right)");
    }

    @Test
    void javaSourceIsReadable() {
        assertThat(formula("(/ (* x 0.5) (+ speed x))", 1, 2).java(INPUTS)).isEqualTo("""
                row -> {
                    // row: x, speed, class, d1, row
                    double x = row[0];
                    double speed = row[1];
                    double d1 = (speed + x);
                    double d2 = x * 0.5;
                    double d3 = Math.abs(d1) < 1.0E-9 ? 1 : d2 / d1;
                    return 1.0 + 2.0 * d3;
                }""".stripIndent());
    }

    /** Random trees of every function, compiled and run: the source computes what the tree does, to the bit. */
    @Test
    void javaSourceCompilesAndComputesTheSame(@TempDir Path folder) throws Exception {
        RandomGenerator random = Seeds.stream(11);
        TreeGenerator generator = new TreeGenerator(language());
        List<Formula> formulas = new ArrayList<>();
        StringBuilder source = new StringBuilder(
                        "import java.util.List;\nimport java.util.function.ToDoubleFunction;\n")
                .append("public final class Formulas {\n");
        for (int i = 0; i < 60; i++) {
            Formula formula = i % 4 == 0
                    ? new Formula(generator.ramped(1, 6, random), 0, 1)
                    : new Formula(generator.ramped(1, 6, random), random.nextDouble(-3, 3), random.nextDouble(-3, 3));
            formulas.add(formula);
            source.append("    public static final ToDoubleFunction<double[]> F")
                    .append(i)
                    .append(" = ")
                    .append(formula.java(INPUTS))
                    .append(";\n");
        }
        Path file = Files.writeString(folder.resolve("Formulas.java"), source.append("}\n"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-d", folder.toString(), file.toString()))
                .as(source.toString())
                .isZero();
        double[][] columns = new double[INPUTS.size()][40];
        for (double[] column : columns) {
            for (int row = 0; row < column.length; row++) {
                column[row] = row < 3 ? row - 1 : random.nextDouble(-2, 2);
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> compiled = loader.loadClass("Formulas");
            for (int i = 0; i < formulas.size(); i++) {
                @SuppressWarnings("unchecked")
                ToDoubleFunction<double[]> f =
                        (ToDoubleFunction<double[]>) compiled.getField("F" + i).get(null);
                double[] expected = formulas.get(i).predict(columns);
                for (int row = 0; row < expected.length; row++) {
                    double[] input = new double[INPUTS.size()];
                    for (int j = 0; j < input.length; j++) {
                        input[j] = columns[j][row];
                    }
                    assertThat(f.applyAsDouble(input))
                            .as(formulas.get(i).tree().canonical())
                            .isEqualTo(expected[row]);
                }
            }
        }
    }
}
