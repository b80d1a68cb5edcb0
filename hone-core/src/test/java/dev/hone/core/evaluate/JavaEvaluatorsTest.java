package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class JavaEvaluatorsTest {

    private static final Configuration THREE =
            SearchSpace.of(IntParameter.linear("x", 0, 9)).configuration(Map.of("x", 3));

    private static final String HERE = JavaEvaluatorsTest.class.getName();

    @TempDir
    Path folder;

    private static Evaluation evaluate(String reference) throws Exception {
        return JavaEvaluators.load(HERE + reference, List.of()).evaluate(THREE, new RecordingContext());
    }

    @Test
    void classesAndMethodsOfEveryShape() throws Exception {
        assertThat(evaluate("$Full").values()).containsExactly(3.0 + 7);
        assertThat(evaluate("$Simple").values()).containsExactly(9.0);
        assertThat(evaluate("::square").values()).containsExactly(9.0);
        assertThat(evaluate("::both").values()).containsExactly(3.0, -3.0);
        assertThat(evaluate("::named").metrics()).containsExactly(entry("loss", 6.0));
        assertThat(evaluate("::withTrial").values()).containsExactly(10.0);
    }

    @Test
    void theExceptionOfAMethodIsItsOwn() {
        assertThatThrownBy(() -> evaluate("::failing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("x is 3");
    }

    @Test
    void loadsFromAClassPath() throws Exception {
        Path source = Files.writeString(
                folder.resolve("Mine.java"),
                "public class Mine { public static double twice(dev.hone.core.space.Configuration c) {"
                        + " return 2 * c.getDouble(\"x\"); } }");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(status).isZero();

        Evaluator<Configuration> evaluator = JavaEvaluators.load("Mine::twice", List.of(folder));

        assertThat(evaluator.evaluate(THREE, new RecordingContext()).value()).isEqualTo(6);
    }

    @Test
    void whatCannotBeLoadedIsNamed() {
        assertThatThrownBy(() -> JavaEvaluators.load("com.example.Absent", List.of(folder)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("java: is 'com.example.Absent', expected a class in the class path [file:");
        assertThatThrownBy(() -> JavaEvaluators.load("X", List.of(folder.resolve("no.jar"))))
                .hasMessageContaining("classpath: is " + folder.resolve("no.jar"));
        assertThatThrownBy(() -> evaluate("::squared"))
                .hasMessageContaining("expected exactly one public static method squared(Configuration)")
                .hasMessageContaining("did you mean 'square'?");
        assertThatThrownBy(() -> JavaEvaluators.load("java.lang.String", List.of()))
                .hasMessageContaining("a class that implements Evaluator<Configuration>");
        assertThatThrownBy(() -> evaluate("$Hidden"))
                .hasMessageContaining("a public class with a public constructor without parameters");
    }

    public static final class Full implements Evaluator<Configuration> {
        @Override
        public Evaluation evaluate(Configuration candidate, TrialContext context) {
            return Evaluation.of(candidate.getDouble("x") + context.number());
        }
    }

    public static final class Simple implements Evaluator.Function<Configuration> {
        @Override
        public Evaluation apply(Configuration candidate) {
            return Evaluation.of(square(candidate));
        }
    }

    public static final class Hidden implements Evaluator.Function<Configuration> {
        private Hidden() {}

        @Override
        public Evaluation apply(Configuration candidate) {
            return Evaluation.of(0);
        }
    }

    public static int square(Configuration c) {
        return c.getInt("x") * c.getInt("x");
    }

    public static double[] both(Configuration c) {
        return new double[] {c.getDouble("x"), -c.getDouble("x")};
    }

    public static Map<String, Integer> named(Configuration c) {
        return Map.of("loss", 2 * c.getInt("x"));
    }

    public static Evaluation withTrial(Configuration c, TrialContext context) {
        return Evaluation.of(c.getDouble("x") + context.number());
    }

    public static double failing(Configuration c) {
        throw new IllegalStateException("x is " + c.get("x"));
    }
}
