package dev.hone.claims.problem;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.Entropy;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * Tribuo's random forest on a fixed training part, scored on a fixed validation part by the mean squared error of what it
 * predicts: a number, or the probability of class 1 (Brier score). Hyperparameters: trees, depth, least weight of a leaf, share of
 * features at a split, and for classes whether entropy takes the place of the Gini index (1) or not (0).
 */
final class RandomForest<T extends Output<T>> {

    private static final long SEED = 1;

    /** Tribuo logs a line for every tree. Kept here because a logger that nobody holds loses its level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    private final Learner<T> learner;
    private final MutableDataset<T> training;
    private final List<Example<T>> validation;
    private final double[] target;

    /** What differs between classes and numbers. */
    private record Learner<T extends Output<T>>(
            OutputFactory<T> factory,
            DoubleFunction<T> output,
            TreeMaker<T> trees,
            EnsembleCombiner<T> combiner,
            ToDoubleFunction<Prediction<T>> value) {}

    private interface TreeMaker<T extends Output<T>> {
        DecisionTreeTrainer<T> of(int depth, float leaf, float features, boolean entropy);
    }

    private RandomForest(Learner<T> learner, TabularData training, TabularData validation) {
        this.learner = learner;
        // a fixed date: it is part of what Tribuo keeps of a model
        this.training = new MutableDataset<>(
                new SimpleDataSourceProvenance(
                        "fixed", OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), learner.factory()),
                learner.factory());
        examples(learner, training).forEach(this.training::add);
        this.validation = examples(learner, validation);
        this.target = validation.target();
    }

    static RandomForest<Label> ofClasses(TabularData training, TabularData validation) {
        return new RandomForest<>(
                new Learner<>(
                        new LabelFactory(),
                        y -> new Label(y == 1 ? "1" : "0"),
                        (depth, leaf, features, entropy) -> new CARTClassificationTrainer(
                                depth, leaf, 0, features, entropy ? new Entropy() : new GiniIndex(), SEED),
                        new VotingCombiner(),
                        p -> p.getOutputScores().containsKey("1")
                                ? p.getOutputScores().get("1").getScore()
                                : 0),
                training,
                validation);
    }

    static RandomForest<Regressor> ofNumbers(TabularData training, TabularData validation) {
        return new RandomForest<>(
                new Learner<>(
                        new RegressionFactory(),
                        y -> new Regressor("y", y),
                        (depth, leaf, features, entropy) ->
                                new CARTRegressionTrainer(depth, leaf, 0, features, new MeanSquaredError(), SEED),
                        new AveragingCombiner(),
                        p -> p.getOutput().getValues()[0]),
                training,
                validation);
    }

    private static <T extends Output<T>> List<Example<T>> examples(Learner<T> learner, TabularData data) {
        String[] names = IntStream.range(0, data.columns())
                .mapToObj(c -> String.format("x%03d", c))
                .toArray(String[]::new);
        List<Example<T>> examples = new ArrayList<>();
        for (int row = 0; row < data.rows(); row++) {
            examples.add(new ArrayExample<>(learner.output().apply(data.target()[row]), names, data.inputs()[row]));
        }
        return examples;
    }

    /** Mean squared error on the validation part. */
    double error(int trees, int depth, double leaf, double features, boolean entropy) {
        Model<T> model = new RandomForestTrainer<>(
                        learner.trees().of(depth, (float) leaf, (float) features, entropy),
                        learner.combiner(),
                        trees,
                        SEED)
                .train(training);
        double sum = 0;
        for (int row = 0; row < target.length; row++) {
            double difference = learner.value().applyAsDouble(model.predict(validation.get(row))) - target[row];
            sum += difference * difference;
        }
        return sum / target.length;
    }
}
