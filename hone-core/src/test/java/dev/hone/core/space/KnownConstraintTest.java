package dev.hone.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownConstraintTest {

    @ParameterizedTest
    @CsvSource({
        "a <= b, true",
        "a > b, false",
        "a + 1 == b && c == 'x', true",
        "a == 9 || !(b == 9), true",
        "a * b - 3 < b * 2 / 1.5, true",
        "b / a == 1.5, true",
        "(a) * (b) == 6 and (c == 'x'), true",
        "b % 2 == 1, true",
        "a < b ? c == 'x' : c == 'y', true",
        "'c =~ [\"x\", \"y\"]', true",
        "'c !~ [\"x\", \"y\"]', false",
        "a ** 0 == 1, SYNTAX",
        "flag && a >= 2, true",
        "not flag or c eq 'x', true"
    })
    void evaluates(String expression, String expected) {
        Map<String, Object> values = Map.of("a", 2L, "b", 3L, "c", "x", "flag", true);
        if (expected.equals("SYNTAX")) {
            assertThatThrownBy(() -> KnownConstraint.parse(expression)).isInstanceOf(InvalidFieldException.class);
        } else {
            assertThat(KnownConstraint.parse(expression).holds(values)).isEqualTo(Boolean.parseBoolean(expected));
        }
    }

    @Test
    void doesNotApplyWhileAParameterItMentionsIsInactive() {
        KnownConstraint constraint = KnownConstraint.parse("threads <= 1");
        assertThat(constraint.holds(Map.of("gc", "serial"))).isTrue();
        assertThat(constraint.holds(Map.of("gc", "parallel", "threads", 2L))).isFalse();
    }

    @Test
    void knowsTheNamesItMentions() {
        assertThat(KnownConstraint.parse("a <= b && gc != 'a'").variables()).containsExactlyInAnyOrder("a", "b", "gc");
    }

    @Test
    void namesMustBeParameters() {
        assertThatThrownBy(() -> SearchSpace.builder()
                        .add(IntParameter.linear("heap", 1, 2))
                        .constraint("heap <= haep_max")
                        .build())
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("haep_max")
                .hasMessageContaining("[heap]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "a <=",
                "a <= b)",
                "new('java.io.File', 'x') != null",
                "new java.io.File('x')",
                "a.getClass() != null",
                "''.class.forName('java.lang.Runtime')",
                "a = 1",
                "a += 1",
                "a++ > 1",
                "var x = 1",
                "while (true) {}",
                "for (var i : [1]) { i }",
                "do { a } while (true)",
                "(x) -> { x }",
                "function f(x) { x }",
                "a <= b; a > b",
                "if (a > 1) { true }",
                "return a > 1",
                "throw a",
                "#pragma x 1",
                "@synchronized a",
                "import java.lang.System",
                "size(a) > 1",
                "empty(a)",
                "a.b.c()",
                "java.lang.System.exit(1)",
                "System:exit(1)",
                "a['class'] != null",
                "(a).class != null",
                "'x'.bytes != null",
                "`${a}` == '1'",
                "{'x': 1} == a"
            })
    void refusesAllButExpressions(String hostile) {
        assertThatThrownBy(() -> KnownConstraint.parse(hostile)).isInstanceOf(InvalidFieldException.class);
    }

    /** A dotted name could be a parameter's; as it is none, the space refuses it, and no member is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"a.class != null", "a.bytes != null", "a.b == 1"})
    void membersAreNotParameters(String expression) {
        assertThatThrownBy(() -> SearchSpace.builder()
                        .add(IntParameter.linear("a", 1, 2))
                        .constraint(expression)
                        .build())
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("names of parameters: [a]");
    }

    @Test
    void writesNothing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("made");
        String path = file.toString();
        for (String hostile : List.of(
                "new('java.io.FileWriter', '" + path + "') != null",
                "new java.io.FileWriter('" + path + "') != null")) {
            assertThatThrownBy(() -> KnownConstraint.parse(hostile).holds(Map.of()))
                    .isInstanceOf(HoneException.class);
        }
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void anExpressionThatIsNoConditionSaysSo() {
        assertThatThrownBy(() -> KnownConstraint.parse("a + 1").holds(Map.of("a", 1L)))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("gives 2")
                .hasMessageContaining("expected true or false");
    }
}
