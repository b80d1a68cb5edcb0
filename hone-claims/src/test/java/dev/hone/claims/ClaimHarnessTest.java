package dev.hone.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimHarnessTest {

    /** A claim whose verdict is given in advance. */
    private record Given(boolean method, boolean ablation) implements Claim {

        @Override
        public About about() {
            return new About(
                    "given",
                    OptionalInt.of(99),
                    "A title",
                    "A statement",
                    "a baseline",
                    "an ablation",
                    true,
                    Duration.ofSeconds(1));
        }

        @Override
        public Evidence measure(Variant variant, ClaimRun run) throws Exception {
            run.at(0.5, "half");
            Files.writeString(run.folder().resolve("scratch"), "x");
            boolean holds = variant == Variant.METHOD ? method : ablation;
            return new Evidence(
                    List.of(new Verdict("always", "1", true), new Verdict("the effect", "2", holds)),
                    List.of("a", "b"),
                    List.of(List.of("1", "2")),
                    new Chart("t", "x", "y", true, List.of(new Line("l", new double[] {1, 2}, new double[] {1, 0}))));
        }
    }

    private static ClaimResult run(boolean method, boolean ablation) throws Exception {
        return ClaimHarness.run(new Given(method, ablation), (done, step) -> {});
    }

    @Test
    void passesOnlyIfTheMethodHoldsAndTheAblationDoesNot() throws Exception {
        assertThat(run(true, false).passed()).isTrue();
        assertThat(run(true, true).passed()).isFalse();
        assertThat(run(true, true).summary()).contains("ablation holds too");
        assertThat(run(false, false).passed()).isFalse();
        assertThat(run(false, false).summary()).contains("the effect").contains("2");
    }

    @Test
    void progressCoversMethodAndAblation() throws Exception {
        List<Double> heard = new ArrayList<>();
        ClaimHarness.run(new Given(true, false), (done, step) -> heard.add(done));
        assertThat(heard).containsExactly(0.25, 0.75);
    }

    @Test
    void writesJsonMarkdownAndPicture(@TempDir Path folder) throws Exception {
        ClaimReport.write(run(true, false), folder);
        JsonNode json = Json.parse(Files.readString(folder.resolve("given.json")));
        assertThat(json.get("passed").asBoolean()).isTrue();
        assertThat(json.get("row").asInt()).isEqualTo(99);
        assertThat(json.at("/ablation/verdicts/1/holds").asBoolean()).isFalse();
        assertThat(json.at("/method/table/0/b").asText()).isEqualTo("2");
        assertThat(json.at("/method/chart/lines/0/y").toString()).isEqualTo("[1.0,0.0]");
        assertThat(Files.readString(folder.resolve("given.md")))
                .contains("# A title")
                .contains("| the effect | 2 | yes |")
                .contains("| the effect | 2 | no |");
        assertThat(Files.readString(folder.resolve("given.svg"))).contains("<svg");
    }

    @Test
    void selectsByNameAndAll() {
        assertThat(Claims.select(List.of("all"))).isEqualTo(Claims.all());
        assertThat(Claims.select(List.of("crash-safety")))
                .extracting(c -> c.about().slug())
                .containsExactly("crash-safety");
        assertThatThrownBy(() -> Claims.select(List.of("crash-safty")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("did you mean 'crash-safety'");
        assertThat(Claims.all()).extracting(c -> c.about().slug()).doesNotHaveDuplicates();
    }
}
