package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RefinementTest {

    private static final Objective LOSS = Objective.minimize("loss");
    private static final SearchSpace PLANE = Loop.box(2, 0, 1);
    private static final double[] ONE = {1, 1};

    private int told;

    private static double bowl(double x, double y) {
        return 5 + 2 * (x - 0.4) * (x - 0.4) + (x - 0.4) * (y - 0.6) + 3 * (y - 0.6) * (y - 0.6);
    }

    private void tell(Refinement refinement, double x, double y, double loss) {
        refinement.tell(Loop.trial(told++, PLANE.decode(new double[] {x, y}), Evaluation.of(loss)));
    }

    private void tell(Refinement refinement, Proposal<Configuration> step, double loss) {
        refinement.tell(Loop.trial(told++, step, Evaluation.of(loss)));
    }

    /** Knows {@code trials} of the bowl at random places. */
    private Refinement after(int trials) {
        Refinement refinement = new Refinement(PLANE, Problem.of(1, LOSS));
        RandomGenerator random = Seeds.stream(7);
        for (int i = 0; i < trials; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            tell(refinement, x, y, bowl(x, y));
        }
        return refinement;
    }

    private static Optional<Proposal<Configuration>> next(Refinement refinement, double worth, double noise) {
        return refinement.next(worth, noise, ONE, c -> 1);
    }

    @Test
    void aStepEndsAtTheMinimumOfTheQuadraticWithinTheRegion() {
        Refinement refinement = after(20);
        Proposal<Configuration> step = next(refinement, 0, 0).orElseThrow();
        double size = Json.parse(step.attributes().get(Refinement.ATTRIBUTE))
                .get("radius")
                .asDouble();
        assertThat(size).isLessThan(1);
        for (int i = 0;
                i < 10
                        && Json.parse(step.attributes().get(Refinement.ATTRIBUTE))
                                        .get("length")
                                        .asDouble()
                                > 0.99;
                i++) {
            double[] x = Loop.point(step.candidate());
            tell(refinement, step, bowl(x[0], x[1]));
            step = next(refinement, 0, 0).orElseThrow();
        }
        assertThat(Loop.point(step.candidate())).containsExactly(new double[] {0.4, 0.6}, within(1e-9));
    }

    @Test
    void twiceAsManyTrialsAsCoefficientsAreNeeded() {
        assertThat(next(after(10), 0, 0)).isEmpty();
        assertThat(next(after(11), 0, 0)).isPresent();
    }

    @Test
    void theAcquisitionGoesFirstWhereItPromisesMoreUnlessThatIsNoise() {
        Refinement refinement = after(20);
        double gain = Json.parse(
                        next(refinement, 0, 0).orElseThrow().attributes().get(Refinement.ATTRIBUTE))
                .get("gain")
                .asDouble();
        assertThat(next(refinement, 1.01 * gain, 0)).isEmpty();
        assertThat(next(refinement, 0.99 * gain, 0)).isPresent();
        assertThat(next(refinement, 1.01 * gain, 1.02 * gain)).isPresent();
    }

    @Test
    void whatIsLikelyToFailIsNotTried() {
        Refinement refinement = after(20);
        assertThat(refinement.next(0, 0, ONE, c -> 0.49)).isEmpty();
        assertThat(refinement.next(0, 0, ONE, c -> 0.51)).isPresent();
    }

    @Test
    void eachBrokenPromiseDoublesTheWaitUpToThree() {
        Refinement refinement = after(20);
        for (int wait : new int[] {1, 3, 3}) {
            tell(refinement, next(refinement, 0, 0).orElseThrow(), 9);
            for (int i = 0; i < wait; i++) {
                assertThat(next(refinement, 0, 0)).isEmpty();
                tell(refinement, 0.9, 0.1 + 0.01 * told, bowl(0.9, 0.1 + 0.01 * told));
            }
            assertThat(next(refinement, 0, 0)).isPresent();
        }
    }

    @Test
    void aStepThatLosesHalvesTheRegion() {
        Refinement refinement = after(20);
        Proposal<Configuration> step = next(refinement, 0, 0).orElseThrow();
        double before = Json.parse(step.attributes().get(Refinement.ATTRIBUTE))
                .get("radius")
                .asDouble();
        tell(refinement, step, 9);
        tell(refinement, 0.95, 0.05, bowl(0.95, 0.05));
        Proposal<Configuration> after = next(refinement, 0, 0).orElseThrow();
        assertThat(Json.parse(after.attributes().get(Refinement.ATTRIBUTE))
                        .get("radius")
                        .asDouble())
                .isEqualTo(before / 2);
    }

    @Test
    void trialsThatReportNoiseAreNotRefined() {
        Refinement refinement = after(20);
        Evaluation noisy = Evaluation.of(7).withVariances(List.of(0.1));
        refinement.tell(Loop.trial(told, PLANE.decode(new double[] {0.1, 0.9}), noisy));
        assertThat(next(refinement, 0, 0)).isEmpty();
    }

    private static double regret(GpSampler.Options options, int trials) {
        Function<Configuration, Evaluation> branin = c -> Evaluation.of(Loop.branin(Loop.point(c)));
        List<Trial<Configuration>> run =
                Loop.run(GpSampler.over(PLANE, options).create(Problem.of(3, LOSS)), 0, trials, branin);
        return run.stream().mapToDouble(Trial::value).min().orElseThrow() - 0.39788735772973816;
    }

    @Test
    void theLastDigitsComeFromQuadratics() {
        assertThat(regret(GpSampler.Options.defaults(), 70)).isLessThan(1e-13);
        assertThat(regret(GpSampler.Options.defaults().withRefine(false), 70)).isGreaterThan(1e-12);
    }

    @Test
    void theFirstTrialIsTheMiddleOfTheNumbers() {
        SearchSpace space = SearchSpace.builder()
                .add(FloatParameter.log("rate", 1e-4, 1))
                .add(IntParameter.linear("layers", 1, 5))
                .add(CategoricalParameter.of("kind", "a", "b", "c"))
                .build();
        Configuration first = GpSampler.over(space)
                .create(Problem.of(1, LOSS))
                .ask(new Ask<>(1, 0, List.of()))
                .get(0)
                .candidate();
        assertThat(first.getDouble("rate")).isCloseTo(1e-2, within(1e-12));
        assertThat(first.getInt("layers")).isEqualTo(3);
    }

    @Test
    void aMiddleThatConstraintsForbidIsNotTried() {
        SearchSpace space = SearchSpace.builder()
                .add(FloatParameter.linear("x", 0, 1))
                .constraint("x < 0.4 || x > 0.6")
                .build();
        Configuration first = GpSampler.over(space)
                .create(Problem.of(1, LOSS))
                .ask(new Ask<>(1, 0, List.of()))
                .get(0)
                .candidate();
        assertThat(space.isFeasible(first)).isTrue();
        assertThat(Map.copyOf(first.values())).containsKey("x");
    }
}
