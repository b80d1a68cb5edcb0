package dev.hone.claims.problem;

import dev.hone.core.HoneException;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * XGBoost's trees on a fixed training part, scored on a fixed validation part by the mean squared error of the predicted
 * number, or the mean log loss of the predicted probability of class 1. Needs the system's OpenMP library (Debian: libgomp1).
 */
final class GradientBoosting {

    private static final double LEAST_PROBABILITY = 1e-7;

    private final boolean classes;
    private final TabularData training;
    private final TabularData validation;

    GradientBoosting(boolean classes, TabularData training, TabularData validation) {
        this.classes = classes;
        this.training = training;
        this.validation = validation;
    }

    /** Loss on the validation part after {@code rounds} trees; {@code parameters} by XGBoost's names. */
    double loss(int rounds, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("objective", classes ? "binary:logistic" : "reg:squarederror");
        all.put("tree_method", "exact");
        all.put("nthread", 1);
        all.put("seed", 1);
        all.put("verbosity", 0);
        DMatrix train = null;
        DMatrix valid = null;
        Booster booster = null;
        try {
            train = matrix(training);
            valid = matrix(validation);
            booster = XGBoost.train(train, all, rounds, Map.of(), null, null);
            float[][] predicted = booster.predict(valid);
            double sum = 0;
            for (int row = 0; row < predicted.length; row++) {
                sum += loss(predicted[row][0], validation.target()[row]);
            }
            return sum / predicted.length;
        } catch (XGBoostError e) {
            throw new HoneException("XGBoost: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new HoneException(
                    "XGBoost does not run here: " + e
                            + "; it needs OpenMP (Debian and Ubuntu: apt-get install libgomp1)",
                    e);
        } finally {
            dispose(booster, train, valid);
        }
    }

    private double loss(double predicted, double target) {
        if (!classes) {
            return (predicted - target) * (predicted - target);
        }
        double p = Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, predicted));
        return -Math.log(target == 1 ? p : 1 - p);
    }

    /** Native memory, which the garbage collector does not see. */
    private static void dispose(Booster booster, DMatrix... matrices) {
        if (booster != null) {
            booster.dispose();
        }
        for (DMatrix matrix : matrices) {
            if (matrix != null) {
                matrix.dispose();
            }
        }
    }

    private static DMatrix matrix(TabularData data) throws XGBoostError {
        float[] values = new float[data.rows() * data.columns()];
        float[] labels = new float[data.rows()];
        for (int row = 0; row < data.rows(); row++) {
            labels[row] = (float) data.target()[row];
            for (int c = 0; c < data.columns(); c++) {
                values[row * data.columns() + c] = (float) data.inputs()[row][c];
            }
        }
        DMatrix matrix = new DMatrix(values, data.rows(), data.columns(), Float.NaN);
        matrix.setLabel(labels);
        return matrix;
    }
}
