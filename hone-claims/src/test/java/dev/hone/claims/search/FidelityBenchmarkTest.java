package dev.hone.claims.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FidelityBenchmarkTest {

    private static List<String> lines(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FidelityBenchmark().run(List.of(arguments), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aRowForEachStrategyAndTheirMeanRanks() {
        List<String> lines =
                lines("seeds=6", "cost=5", "problems=forrester,currin", "strategies=gp,exact,ar1:augmented-ei");
        assertThat(lines.get(0)).isEqualTo("| strategy | Forrester | Currin | s a run |");
        String regret = "[0-9.e+-]+ \\[[0-9.e+-]+, [0-9.e+-]+\\]";
        assertThat(lines.subList(2, 5))
                .allMatch(l -> l.matches(
                        "\\| (gp|exact|ar1:augmented-ei) \\| " + regret + " \\| " + regret + " \\| [0-9.]+ \\|"));
        double sum = lines.subList(8, 11).stream()
                .mapToDouble(l -> Double.parseDouble(l.split("\\|")[2]))
                .sum();
        assertThat(sum).isBetween(5.8, 6.2);
    }

    @Test
    void allStrategiesHaveANameThatIsKnown() {
        assertThat(FidelityStrategy.names())
                .contains("gp", "exact", "ar1:augmented-ei", "recursive:augmented-ei", "ar1:mf-kg")
                .doesNotContain("ar1:cf-kg", "continuous:augmented-ei")
                .doesNotHaveDuplicates()
                .allSatisfy(n -> assertThat(FidelityStrategy.named(n).name()).isEqualTo(n));
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> lines("strategies=ar1:augmented"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("ar1:augmented-ei");
        assertThatThrownBy(() -> lines("problems=levy-10")).hasMessageContaining("with a cheaper approximation");
        assertThatThrownBy(() -> lines("seeds=5")).hasMessageContaining("at least 6");
    }
}
