package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import dev.hone.search.surrogate.GaussianModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The surrogate of one output of all fidelities. Hyperparameters of the joint process are refitted from where they were, with
 * every observation up to {@link #ALWAYS} and with every {@link #EVERY}th beyond; they are the state that a search must keep
 * beside its trials. Not thread-safe.
 */
final class FidelityModel {

    private static final int ALWAYS = 30;
    private static final int EVERY = 4;
    private static final int FIRST_DRAWS = 3;
    /** Joint draws of what is pending. */
    static final int FANTASIES = 16;

    private final int dimensions;
    private final MultiFidelityOptions options;
    /** Hyperparameters of the last fit; null before. */
    private double[] theta;

    private int fittedLevels;
    private int fittedAt;
    /** Observations at the present fit. */
    private int seen;

    FidelityModel(int dimensions, MultiFidelityOptions options) {
        this.dimensions = dimensions;
        this.options = options;
    }

    /**
     * How values became what the surrogate sees: less the mean of their level, or a line over a continuous fidelity, over one
     * standard deviation.
     */
    record Scale(DoubleUnaryOperator trend, double sd) {

        static Scale of(List<LevelObservation> raw, Numbering numbering) {
            DoubleUnaryOperator trend = numbering.isContinuous() ? line(raw) : means(raw, numbering.groups());
            double squares = 0;
            for (LevelObservation o : raw) {
                double centred = o.value() - trend.applyAsDouble(o.fidelity());
                squares += centred * centred;
            }
            long degrees = raw.size()
                    - raw.stream()
                            .mapToDouble(LevelObservation::fidelity)
                            .distinct()
                            .limit(numbering.isContinuous() ? 2 : Long.MAX_VALUE)
                            .count();
            return new Scale(trend, squares > 0 ? Math.sqrt(squares / Math.max(1, degrees)) : 1);
        }

        private static DoubleUnaryOperator means(List<LevelObservation> raw, int levels) {
            double[] mean = new double[levels];
            for (int l = 0; l < levels; l++) {
                int level = l;
                mean[l] = raw.stream()
                        .filter(o -> o.level() == level)
                        .mapToDouble(LevelObservation::value)
                        .average()
                        .orElse(0);
            }
            return number -> mean[(int) Math.rint(number)];
        }

        /** By least squares. */
        private static DoubleUnaryOperator line(List<LevelObservation> raw) {
            double s = raw.stream()
                    .mapToDouble(LevelObservation::fidelity)
                    .average()
                    .orElse(0);
            double y =
                    raw.stream().mapToDouble(LevelObservation::value).average().orElse(0);
            double ss = 0;
            double sy = 0;
            for (LevelObservation o : raw) {
                ss += (o.fidelity() - s) * (o.fidelity() - s);
                sy += (o.fidelity() - s) * (o.value() - y);
            }
            double slope = ss > 0 ? sy / ss : 0;
            return fidelity -> y + slope * (fidelity - s);
        }

        double of(double value, double number) {
            return (value - trend.applyAsDouble(number)) / sd;
        }

        /** The value that the surrogate sees as {@code scaled}. */
        double unscaled(double scaled, double number) {
            return trend.applyAsDouble(number) + sd * scaled;
        }
    }

    /** A surrogate with the observations as it sees them, pending ones left out. */
    record Fitted(MultiFidelitySurrogate surrogate, Scale scale, List<LevelObservation> data) {

        /** A value of the truth as the surrogate sees it. */
        double exact(double value) {
            return scale.of(value, surrogate.exact());
        }
    }

    /**
     * What is known of an output, by what is made of evaluations that are pending.
     *
     * @param believed as if they turned out as the surrogate expects
     * @param imagined as if they turned out as joint draws of it say, one each; where nothing is pending or the surrogate is not
     *     one process only what is believed
     */
    record Fits(Fitted believed, List<Fitted> imagined) {

        Fits map(UnaryOperator<Fitted> change) {
            return new Fits(
                    change.apply(believed), imagined.stream().map(change).toList());
        }
    }

    /**
     * The surrogate given {@code raw}, which has every level of the numbering.
     *
     * @param raw observations by the numbers of {@code numbering}
     * @param observed how many there were before some were left out
     */
    Fits fit(
            List<LevelObservation> raw,
            int observed,
            Numbering numbering,
            List<FidelityPoint> pending,
            RandomGenerator random) {
        seen = observed;
        Scale scale = Scale.of(raw, numbering);
        List<LevelObservation> data = raw.stream()
                .map(o -> new LevelObservation(o.x(), o.fidelity(), scale.of(o.value(), o.fidelity())))
                .toList();
        LevelModel model = new LevelModel(dimensions, numbering.groups(), options.smoothness(), options.noise());
        MultiFidelitySurrogate surrogate = fit(model, numbering, data, random);
        Fitted known = new Fitted(surrogate, scale, data);
        if (pending.isEmpty()) {
            return new Fits(known, List.of(known));
        }
        List<LevelObservation> more = new ArrayList<>(data);
        for (FidelityPoint p : pending) {
            more.add(new LevelObservation(p.x(), p.fidelity(), surrogate.mean(p.x(), p.fidelity())));
        }
        Fitted believed = new Fitted(given(surrogate, model, numbering, more, random), scale, data);
        List<Fitted> imagined =
                surrogate.process().map(p -> p.fantasies(pending, FANTASIES, random)).orElse(List.of()).stream()
                        .map(p -> new Fitted(
                                options.surrogate() == Surrogate.AR1 ? AutoregressiveProcess.of(p) : p, scale, data))
                        .toList();
        return new Fits(believed, imagined.isEmpty() ? List.of(believed) : imagined);
    }

    private MultiFidelitySurrogate fit(
            LevelModel model, Numbering numbering, List<LevelObservation> data, RandomGenerator random) {
        return switch (options.surrogate()) {
            case AR1 -> AutoregressiveProcess.of(joint(model, ProcessModel.autoregressive(model), data, random));
            case RECURSIVE -> RecursiveProcess.fit(model, data, FIRST_DRAWS, random);
            case HIERARCHICAL_KRIGING -> HierarchicalKriging.fit(model, data, FIRST_DRAWS, random);
            case NARGP -> NonlinearProcess.fit(model, data, FIRST_DRAWS, random);
            case DEEP_GP -> DeepProcess.fit(model, data, FIRST_DRAWS, DeepProcess.Options.defaults(), random);
            case FUSION -> FusionProcess.fit(model, data, FIRST_DRAWS, random);
            case ICM -> joint(model, ProcessModel.coregionalised(model, 1), data, random);
            case LMC -> joint(model, ProcessModel.coregionalised(model, 2), data, random);
            case CONVOLVED -> joint(model, ProcessModel.convolved(model), data, random);
            case MISO_KG -> joint(model, ProcessModel.discrepancies(model), data, random);
            case LATENT -> joint(model, ProcessModel.latent(model), data, random);
            case GRAPH -> joint(model, ProcessModel.graph(model, numbering.parents(options.parents())), data, random);
            case CONTINUOUS -> {
                ProcessModel process = ProcessModel.continuous(model, options.fidelityKernel());
                yield numbering.isContinuous()
                        ? joint(model, process, data, random)
                        : joint(model, process, set(data, numbering.settings()), random)
                                .at(numbering.settings());
            }
            case AUTO -> throw new IllegalStateException("auto was not resolved");
        };
    }

    private static List<LevelObservation> set(List<LevelObservation> data, double[] settings) {
        return data.stream()
                .map(o -> new LevelObservation(o.x(), settings[o.level()], o.value()))
                .toList();
    }

    /** The same surrogate with other observations, the hyperparameters unchanged where they are those of one process. */
    private MultiFidelitySurrogate given(
            MultiFidelitySurrogate surrogate,
            LevelModel model,
            Numbering numbering,
            List<LevelObservation> data,
            RandomGenerator random) {
        if (surrogate.process().isEmpty()) {
            return fit(model, numbering, data, random);
        }
        GaussianModel process = surrogate.process().get().posterior().model();
        if (options.surrogate() == Surrogate.AR1) {
            return AutoregressiveProcess.of(process, data);
        }
        return options.surrogate() == Surrogate.CONTINUOUS && !numbering.isContinuous()
                ? FidelityProcess.of(process, 1, set(data, numbering.settings()))
                        .at(numbering.settings())
                : FidelityProcess.of(process, surrogate.exact(), data);
    }

    private FidelityProcess joint(
            LevelModel levels, ProcessModel model, List<LevelObservation> data, RandomGenerator random) {
        int n = seen;
        boolean first = theta == null || fittedLevels != levels.levels();
        if (first || n != fittedAt && (n <= ALWAYS || n - fittedAt >= EVERY)) {
            ProcessModel from = first ? model : model.from(model.start().with(theta));
            theta = FidelityProcess.fit(from, data, first ? FIRST_DRAWS : 0, random)
                    .posterior()
                    .model()
                    .theta();
            fittedLevels = levels.levels();
            fittedAt = n;
        }
        return FidelityProcess.of(model.start().with(theta), model.exact(), data);
    }

    /** Adds the hyperparameters, if there are any yet. */
    void write(ObjectNode node) {
        if (theta != null) {
            node.put("levels", fittedLevels).put("fitted_at", fittedAt);
            ArrayNode array = node.putArray("theta");
            Arrays.stream(theta).forEach(array::add);
        }
    }

    void read(JsonNode node) {
        if (node.has("theta")) {
            fittedLevels = node.get("levels").asInt();
            fittedAt = node.get("fitted_at").asInt();
            theta = new double[node.get("theta").size()];
            for (int i = 0; i < theta.length; i++) {
                theta[i] = node.get("theta").get(i).asDouble();
            }
        }
    }
}
