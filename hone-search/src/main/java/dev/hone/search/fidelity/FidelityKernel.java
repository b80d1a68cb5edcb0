package dev.hone.search.fidelity;

import dev.hone.search.kernel.DataSizeKernel;
import dev.hone.search.kernel.LearningCurveKernel;
import dev.hone.search.kernel.TruncationKernel;

/** How the values of a continuous fidelity s belong together, k_x the kernel over the inputs. */
public enum FidelityKernel {
    /** k_x(x, x') exp(-(s - s')^2 / (2 l^2)) (Kandasamy et al., "Multi-fidelity Bayesian optimisation with continuous
     * approximations", ICML 2017). */
    SQUARED_EXPONENTIAL,
    /** k_x(x, x') times {@link DataSizeKernel}: s is a share of the data. */
    DATA_SIZE,
    /** k_x0(x, x') + {@link TruncationKernel} k_x1(x, x'): a bias that vanishes at the truth. */
    LINEAR_TRUNCATED,
    /** k_x(x, x') times {@link LearningCurveKernel}: s is a time of training. */
    LEARNING_CURVE
}
