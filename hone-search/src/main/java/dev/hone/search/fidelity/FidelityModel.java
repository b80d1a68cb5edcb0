package dev.hone.search.fidelity;

import dev.hone.search.surrogate.GaussianModel;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fits the chosen surrogate to raw values: the mean of its level is subtracted from each, then all are divided by one standard
 * deviation. Hyperparameters of {@code ar1} go on from the last ones. Not thread-safe.
 */
final class FidelityModel {

    /** Up to this many observations hyperparameters are refitted each time, beyond with every {@link #EVERY}th. */
    private static final int ALWAYS = 30;

    private static final int EVERY = 4;
    private static final int FIRST_DRAWS = 3;

    private final LevelModel levels;
    private final MultiFidelityOptions options;
    private final double[] settings;
    private GaussianModel last;
    private List<LevelObservation> used = List.of();
    private int fittedAt = -1;

    /** @param settings of the levels, where the surrogate's fidelity is continuous */
    FidelityModel(LevelModel levels, MultiFidelityOptions options, double[] settings) {
        this.levels = levels;
        this.options = options;
        this.settings = settings;
    }

    MultiFidelitySurrogate fit(List<LevelObservation> raw, RandomGenerator random) {
        List<LevelObservation> data = standardised(raw, levels.levels());
        used = data;
        return switch (options.surrogate()) {
            case AR1 -> AutoregressiveProcess.of(joint(ProcessModel.autoregressive(levels), data, random));
            case RECURSIVE -> RecursiveProcess.fit(levels, data, FIRST_DRAWS, random);
            case HIERARCHICAL_KRIGING -> HierarchicalKriging.fit(levels, data, FIRST_DRAWS, random);
            case NARGP -> NonlinearProcess.fit(levels, data, FIRST_DRAWS, random);
            case DEEP_GP -> DeepProcess.fit(levels, data, FIRST_DRAWS, DeepProcess.Options.defaults(), random);
            case FUSION -> FusionProcess.fit(levels, data, FIRST_DRAWS, random);
            case ICM -> joint(ProcessModel.coregionalised(levels, 1), data, random);
            case LMC -> joint(ProcessModel.coregionalised(levels, 2), data, random);
            case CONVOLVED -> joint(ProcessModel.convolved(levels), data, random);
            case MISO_KG -> joint(ProcessModel.discrepancies(levels), data, random);
            case LATENT -> joint(ProcessModel.latent(levels), data, random);
            case GRAPH -> joint(ProcessModel.graph(levels, options.parents()), data, random);
            case CONTINUOUS ->
                joint(
                                ProcessModel.continuous(levels, options.fidelityKernel()),
                                data.stream()
                                        .map(o -> new LevelObservation(o.x(), settings[o.level()], o.value()))
                                        .toList(),
                                random)
                        .at(settings);
        };
    }

    /** What the last fit was to, in the surrogate's units. */
    List<LevelObservation> standardised() {
        return used;
    }

    private FidelityProcess joint(ProcessModel model, List<LevelObservation> data, RandomGenerator random) {
        int n = data.size();
        if (last != null && n > ALWAYS && n - fittedAt < EVERY) {
            return FidelityProcess.of(last, model.exact(), data);
        }
        FidelityProcess fitted = last == null
                ? FidelityProcess.fit(model, data, FIRST_DRAWS, random)
                : FidelityProcess.fit(model.from(last), data, 0, random);
        last = fitted.posterior().model();
        fittedAt = n;
        return fitted;
    }

    /** Values less the mean of their level, over the standard deviation of all that is left. */
    static List<LevelObservation> standardised(List<LevelObservation> raw, int levels) {
        double[] sum = new double[levels];
        int[] count = new int[levels];
        for (LevelObservation o : raw) {
            sum[o.level()] += o.value();
            count[o.level()]++;
        }
        double squares = 0;
        for (LevelObservation o : raw) {
            double centred = o.value() - sum[o.level()] / count[o.level()];
            squares += centred * centred;
        }
        long degrees = raw.size() - Arrays.stream(count).filter(c -> c > 0).count();
        double sd = squares > 0 ? Math.sqrt(squares / Math.max(1, degrees)) : 1;
        return raw.stream()
                .map(o -> new LevelObservation(o.x(), o.level(), (o.value() - sum[o.level()] / count[o.level()]) / sd))
                .toList();
    }
}
