package dev.hone.search.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.search.gp.Embedding;
import dev.hone.search.kernel.Hyperparameter;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.numeric.BoxLbfgs;
import dev.hone.search.surrogate.Density;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Priors;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The utility's process with hyperparameters at their posterior mode: Laplace evidence times priors, climbed by L-BFGS from the
 * last mode and from the priors'. With G groups of coordinates:
 * <ul>
 *   <li>lengthscale of numbers: LogNormal(log(0.3 sqrt G), 0.8); of choices LogNormal(0, 1)
 *   <li>variance, in squared units of the noise of a comparison: LogNormal(log 10, 1.5), or noise^-2 where that is known
 * </ul>
 * Found anew whenever a tenth more is known. The state is these hyperparameters. Not thread-safe.
 */
final class PreferenceModel {

    private static final int REFIT_FRACTION = 10;
    /** Duels that hyperparameters are fitted to, the latest. */
    private static final int FIT_DUELS = 150;

    private static final Density VARIANCE = Density.normal(Math.log(10), 1.5).within(Math.log(1e-2), Math.log(1e5));
    private static final double LENGTHSCALE = 0.3;
    private static final double LENGTHSCALE_SD = 0.8;
    private static final BoxLbfgs.Options CLIMB = new BoxLbfgs.Options(30, 1e-3, 1e-6, 8);

    private final Kernel template;
    private final List<Density> priors;
    private double[] theta;
    private int fittedTo;

    /** @param noise of a comparison, relative to the utility's standard deviation; empty to infer it */
    PreferenceModel(Embedding embedding, OptionalDouble noise) {
        template = embedding.composed(1, LENGTHSCALE, Set.of());
        priors = priors(template, noise);
    }

    private static List<Density> priors(Kernel kernel, OptionalDouble noise) {
        int groups = kernel.parameters() - 1;
        Density length = Density.normal(Math.log(LENGTHSCALE * Math.sqrt(Math.max(1, groups))), LENGTHSCALE_SD);
        List<Density> priors = new ArrayList<>();
        for (Hyperparameter h : kernel.hyperparameters()) {
            priors.add(
                    switch (h.kind()) {
                        case VARIANCE ->
                            noise.isPresent() ? Density.fixed(-2 * Math.log(noise.getAsDouble())) : VARIANCE;
                        case LENGTHSCALE -> length;
                        default -> Priors.logNormal().kernel().apply(h);
                    });
        }
        return priors;
    }

    /** The posterior given evidence, of which there is some. */
    GaussianPosterior update(Evidence evidence) {
        int known = evidence.duels().size();
        if (theta == null || known < fittedTo || known - fittedTo >= Math.max(1, fittedTo / REFIT_FRACTION)) {
            theta = fit(evidence.latest(FIT_DUELS));
            fittedTo = known;
        }
        return LaplaceApproximation.of(template.with(theta), evidence).posterior();
    }

    private double[] fit(Evidence evidence) {
        double[] low = priors.stream().mapToDouble(Density::low).toArray();
        double[] high = priors.stream().mapToDouble(Density::high).toArray();
        double[] mode = priors.stream().mapToDouble(Density::mode).toArray();
        List<double[]> starts = new ArrayList<>();
        starts.add(mode);
        if (theta != null) {
            starts.add(theta);
        }
        BoxLbfgs.Differentiable objective = (at, gradient) -> {
            double value = value(evidence, at, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = -gradient[i];
            }
            return -value;
        };
        BoxLbfgs.Result best = null;
        for (double[] start : starts) {
            BoxLbfgs.Result end = BoxLbfgs.minimize(objective, start, low, high, CLIMB);
            if (Double.isFinite(end.value()) && (best == null || end.value() < best.value())) {
                best = end;
            }
        }
        return best == null ? mode : best.x();
    }

    /** Logarithm of prior times evidence, up to a constant; overwrites the gradient. NaN where it cannot be computed. */
    double value(Evidence evidence, double[] at, double[] gradient) {
        double prior = 0;
        for (int i = 0; i < at.length; i++) {
            prior += priors.get(i).log(at[i]);
            gradient[i] = priors.get(i).slope(at[i]);
        }
        try {
            LaplaceApproximation laplace = LaplaceApproximation.of(template.with(at), evidence);
            laplace.addGradient(gradient);
            return prior + laplace.logEvidence();
        } catch (HoneException e) {
            // a covariance that is numerically singular is an impossible theta
            return Double.NaN;
        }
    }

    ObjectNode write(ObjectNode node) {
        node.put("fitted_to", fittedTo);
        ArrayNode array = node.putArray("theta");
        for (int i = 0; theta != null && i < theta.length; i++) {
            array.add(theta[i]);
        }
        return node;
    }

    void read(JsonNode node) {
        fittedTo = node.get("fitted_to").asInt();
        JsonNode array = node.get("theta");
        if (!array.isEmpty()) {
            theta = new double[array.size()];
            for (int i = 0; i < theta.length; i++) {
                theta[i] = array.get(i).asDouble();
            }
        }
    }
}
