package dev.hone.claims.problem;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Hyperparameters of real learners on real and generated data: each value is the mean loss over three fixed folds of models
 * that are trained for it, some tens of milliseconds. The same hyperparameters always give the same value.
 *
 * <p>Nobody knows the minima. Those given here are the least values that 600 to 3,600 trials of {@code tpe}, {@code cmaes} and
 * {@code de} found, so that a regret of 0 means: no worse than that.
 */
public final class HyperparameterSurfaces {

    private static final int FOLDS = 3;

    private HyperparameterSurfaces() {}

    public static List<TestProblem> all() {
        return List.of(forestOfTumours(), forestOfFriedman(), boostedDiabetes(), boostedSpirals());
    }

    /** A random forest that tells malignant from benign tumours: Brier score. One of five hyperparameters is a choice. */
    static TestProblem forestOfTumours() {
        Supplier<List<RandomForest<?>>> forests =
                once(() -> folds(TabularData.resource("breast-cancer.csv"), RandomForest::ofClasses));
        return new TestProblem(
                "Forest-tumours",
                forestSpace(CategoricalParameter.of("impurity", "gini", "entropy")),
                x -> mean(forests.get(), f -> f.error((int) x[0], (int) x[1], x[2], x[3], x[4] == 1)),
                0.03590471833400583);
    }

    /** A random forest on Friedman's first function: mean squared error. */
    static TestProblem forestOfFriedman() {
        Supplier<List<RandomForest<?>>> forests =
                once(() -> folds(TabularData.friedman(240, 11), RandomForest::ofNumbers));
        return new TestProblem(
                "Forest-Friedman",
                forestSpace(),
                x -> mean(forests.get(), f -> f.error((int) x[0], (int) x[1], x[2], x[3], false)),
                6.750656985946114);
    }

    private static SearchSpace forestSpace(Parameter... more) {
        SearchSpace.Builder space = SearchSpace.builder()
                .add(IntParameter.log("trees", 2, 16))
                .add(IntParameter.linear("depth", 1, 14))
                .add(FloatParameter.log("leaf_weight", 1, 40))
                .add(FloatParameter.linear("features", 0.05, 1));
        Arrays.stream(more).forEach(space::add);
        return space.build();
    }

    /** Boosted trees that predict how a disease goes on: mean squared error. */
    static TestProblem boostedDiabetes() {
        return boosted("Boosting-diabetes", false, () -> TabularData.resource("diabetes.csv"), 2948.5429521481096);
    }

    /** Boosted trees that tell two spirals apart: log loss. */
    static TestProblem boostedSpirals() {
        return boosted("Boosting-spirals", true, () -> TabularData.spirals(300, 12), 0.127714582405783);
    }

    private static TestProblem boosted(String name, boolean classes, Supplier<TabularData> data, double minimum) {
        Supplier<List<GradientBoosting>> folds = once(
                () -> folds(data.get(), (training, validation) -> new GradientBoosting(classes, training, validation)));
        SearchSpace space = SearchSpace.of(
                IntParameter.log("rounds", 5, 200),
                FloatParameter.log("eta", 0.005, 1),
                IntParameter.linear("max_depth", 1, 10),
                FloatParameter.log("min_child_weight", 0.1, 30),
                FloatParameter.linear("subsample", 0.2, 1),
                FloatParameter.linear("colsample_bytree", 0.2, 1),
                FloatParameter.log("lambda", 1e-3, 100),
                FloatParameter.log("gamma", 1e-4, 10));
        return new TestProblem(
                name,
                space,
                x -> mean(
                        folds.get(),
                        f -> f.loss(
                                (int) x[0],
                                Map.of(
                                        "eta", x[1],
                                        "max_depth", (int) x[2],
                                        "min_child_weight", x[3],
                                        "subsample", x[4],
                                        "colsample_bytree", x[5],
                                        "lambda", x[6],
                                        "gamma", x[7]))),
                minimum);
    }

    private interface Learner<T> {
        T of(TabularData training, TabularData validation);
    }

    private static <T> List<T> folds(TabularData data, Learner<? extends T> learner) {
        return Stream.of(data.folds(FOLDS, 5))
                .<T>map(f -> learner.of(f[0], f[1]))
                .toList();
    }

    private static <T> double mean(List<T> folds, ToDoubleFunction<T> loss) {
        return folds.stream().mapToDouble(loss).average().orElseThrow();
    }

    /** Data are read when they are first needed: the catalogue of problems is read more often. */
    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private T made;

            @Override
            public synchronized T get() {
                if (made == null) {
                    made = make.get();
                }
                return made;
            }
        };
    }
}
