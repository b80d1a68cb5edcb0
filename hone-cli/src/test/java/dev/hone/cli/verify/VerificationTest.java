package dev.hone.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.cli.terminal.Style;
import dev.hone.cli.verify.Verification.Contender;
import dev.hone.core.HoneException;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static final List<Objective> WALL = List.of(Objective.minimize("wall_s"));

    @Test
    void everyRoundMeasuresEverythingOnceInAnOrderDrawnAnew() throws Exception {
        List<String> calls = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>();
        for (String label : List.of("a", "b", "c")) {
            contenders.add(new Contender(label, -1, context -> {
                calls.add(label);
                return Evaluation.of(1);
            }));
        }
        new Verification("s", WALL, 1).run(contenders, 12, (done, total, label) -> {});
        Set<List<String>> orders = new HashSet<>();
        for (int round = 0; round < 12; round++) {
            List<String> order = calls.subList(3 * round, 3 * round + 3);
            assertThat(order).containsExactlyInAnyOrder("a", "b", "c");
            orders.add(List.copyOf(order));
        }
        assertThat(orders).hasSizeGreaterThan(1);
    }

    @Test
    void allOfARoundShareASeedAndRoundsDiffer() throws Exception {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        List<Contender> contenders = List.of(
                new Contender("a", -1, context -> {
                    first.add(context.seed());
                    return Evaluation.of(1);
                }),
                new Contender("b", 3, context -> {
                    second.add(context.seed());
                    return Evaluation.of(1);
                }));
        new Verification("s", WALL, 1).run(contenders, 4, (done, total, label) -> {});
        assertThat(first).isEqualTo(second).doesNotHaveDuplicates();
    }

    @Test
    void failedRoundsAreLeftOutOfThePairsAndReported() throws Exception {
        int[] round = {0};
        List<Contender> contenders =
                List.of(new Contender("base", -1, context -> Evaluation.of(2)), new Contender("best", 3, context -> {
                    if (round[0]++ == 1) {
                        throw new HoneException("exit status 1");
                    }
                    return Evaluation.of(1);
                }));
        Verification.Result result = new Verification("s", WALL, 1).run(contenders, 4, (done, total, label) -> {});
        assertThat(result.compare(1, 0).orElseThrow().rounds()).isEqualTo(3);
        assertThat(result.failures().get(1)).contains("exit status 1");
        assertThat(VerificationReport.json(result).at("/measured/1/failure").asText())
                .isEqualTo("exit status 1");
    }

    @Test
    void aNonFiniteMeasurementCountsAsFailed() throws Exception {
        List<Contender> contenders = List.of(
                new Contender("base", -1, context -> Evaluation.of(Double.NaN)),
                new Contender("best", 3, context -> Evaluation.of(1)));
        Verification.Result result = new Verification("s", WALL, 1).run(contenders, 2, (done, total, label) -> {});
        assertThat(result.compare(1, 0)).isEmpty();
        assertThat(VerificationReport.sentences(result, "base", new Style(false)))
                .singleElement()
                .asString()
                .startsWith("Nothing can be compared");
    }

    @Test
    void noGainIsSaidPlainly() throws Exception {
        List<Contender> contenders = List.of(
                new Contender("base", -1, context -> Evaluation.of(1)),
                new Contender("best", 3, context -> Evaluation.of(1)));
        Verification.Result result = new Verification("s", WALL, 1).run(contenders, 3, (done, total, label) -> {});
        assertThat(VerificationReport.sentences(result, "base", new Style(false)))
                .last()
                .isEqualTo("No significant gain over base was found.");
    }

    @Test
    void interruptionIsNotAFailureOfTheContender() {
        List<Contender> contenders = List.of(
                new Contender("base", -1, context -> {
                    throw new InterruptedException();
                }),
                new Contender("best", 3, context -> Evaluation.of(1)));
        assertThatThrownBy(() -> new Verification("s", WALL, 1).run(contenders, 3, (done, total, label) -> {}))
                .isInstanceOf(InterruptedException.class);
    }
}
