package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HyperparameterSurfacesTest {

    private static final TabularData LINE = new TabularData(
            new double[][] {{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}}, new double[] {0, 0, 0, 0, 1, 1, 1, 1});

    private static double at(TestProblem problem, double... x) {
        return problem.function().applyAsDouble(x);
    }

    /** XGBoost needs the system's OpenMP library. */
    private static void assumeXgboost() {
        boolean runs;
        try {
            new GradientBoosting(false, LINE, LINE).loss(1, Map.of());
            runs = true;
        } catch (HoneException e) {
            assertThat(e).hasMessageContaining("libgomp1");
            runs = false;
        }
        assumeTrue(runs, "XGBoost does not run here");
    }

    @Test
    void shippedDataAreWhole() {
        TabularData tumours = TabularData.resource("breast-cancer.csv");
        TabularData diabetes = TabularData.resource("diabetes.csv");

        assertThat(tumours.rows()).isEqualTo(569);
        assertThat(tumours.columns()).isEqualTo(30);
        assertThat(DoubleStream.of(tumours.target()).sum()).isEqualTo(357);
        assertThat(diabetes.rows()).isEqualTo(442);
        assertThat(diabetes.columns()).isEqualTo(10);
        assertThat(DoubleStream.of(diabetes.target()).average()).hasValue(67243.0 / 442);
    }

    @Test
    void everyRowIsValidatedOnceAndNeverInItsOwnTraining() {
        TabularData data = TabularData.resource("breast-cancer.csv");

        TabularData[][] folds = data.folds(3, 5);

        assertThat(Stream.of(folds).flatMap(f -> Arrays.stream(f[1].inputs())))
                .containsExactlyInAnyOrder(data.inputs());
        for (TabularData[] fold : folds) {
            assertThat(Stream.of(fold[0].inputs()))
                    .doesNotContain(fold[1].inputs())
                    .hasSize(569 - fold[1].rows());
            assertThat(DoubleStream.of(fold[1].target()).average().orElseThrow())
                    .isEqualTo(357.0 / 569, within(0.01));
        }
    }

    /** Beside the mean of the target, or its frequency, which needs no model. */
    @Test
    void forestsLearn() {
        double frequency = 357.0 / 569;
        assertThat(at(HyperparameterSurfaces.forestOfTumours(), 16, 8, 1, 0.3, 0))
                .isLessThan(0.3 * frequency * (1 - frequency))
                .isGreaterThan(0);
        assertThat(at(HyperparameterSurfaces.forestOfFriedman(), 16, 12, 1, 0.5))
                .isLessThan(0.5 * variance(TabularData.friedman(240, 11)))
                .isGreaterThan(1);
    }

    @Test
    void boostingLearns() {
        assumeXgboost();
        assertThat(at(HyperparameterSurfaces.boostedDiabetes(), 100, 0.05, 2, 1, 0.8, 0.8, 1, 1e-3))
                .isLessThan(0.7 * variance(TabularData.resource("diabetes.csv")));
        assertThat(at(HyperparameterSurfaces.boostedSpirals(), 100, 0.2, 6, 1, 0.8, 1, 1, 1e-3))
                .isLessThan(0.5 * Math.log(2));
    }

    private static double variance(TabularData data) {
        double mean = DoubleStream.of(data.target()).average().orElseThrow();
        return DoubleStream.of(data.target())
                .map(y -> (y - mean) * (y - mean))
                .average()
                .orElseThrow();
    }

    /** One tree without shrinkage or penalties splits the line in the middle and is right everywhere. */
    @Test
    void lossesOfATreeThatIsRight() {
        assumeXgboost();
        Map<String, Object> one =
                Map.of("eta", 1, "lambda", 0, "base_score", 0.5, "max_depth", 1, "min_child_weight", 0);

        assertThat(new GradientBoosting(false, LINE, LINE).loss(1, one)).isEqualTo(0, within(1e-12));
        // from log odds 0 the first step is a gradient of -1/2 over a curvature of 1/4: log odds of -2 and 2
        assertThat(new GradientBoosting(true, LINE, LINE).loss(1, one))
                .isEqualTo(Math.log1p(Math.exp(-2)), within(1e-6));
    }

    @Test
    void theSameHyperparametersGiveTheSameValue() {
        assumeXgboost();
        for (TestProblem problem : HyperparameterSurfaces.all()) {
            double[] x = problem.coordinates(problem.space().sample(Seeds.stream(3)));
            double first = at(problem, x);

            at(problem, problem.coordinates(problem.space().sample(Seeds.stream(4))));

            assertThat(at(problem, x)).as(problem.name()).isEqualTo(first);
            assertThat(first).as(problem.name()).isGreaterThanOrEqualTo(problem.minimum());
        }
    }
}
