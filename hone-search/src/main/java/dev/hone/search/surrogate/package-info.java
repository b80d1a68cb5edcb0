/**
 * Exact Gaussian-process regression over any {@link dev.hone.search.kernel.Kernel} and any linear observations.
 *
 * <p>The seams, each of them small:
 * <ul>
 *   <li>{@link dev.hone.search.surrogate.LinearFunctional}: what is observed or asked for. A value, a derivative, a sum over
 *       tasks, an average over an environment, the truth behind an approximation: all are weighted sums of derivatives of f
 *       at points, and the covariance of two of them follows from the kernel. Nothing else knows of these cases.
 *   <li>{@link dev.hone.search.surrogate.GaussianModel}: kernel, prior mean and noise, with all their hyperparameters as one
 *       vector.
 *   <li>{@link dev.hone.search.surrogate.GaussianPosterior}: the model given observations. Means and covariances of
 *       functionals, gradients, joint draws, conditioning on more (a rank-m extension of the Cholesky factor), fantasies.
 *   <li>{@link dev.hone.search.surrogate.Shifts}: how far the means of chosen functionals move by one more observation, s,
 *       with gradient; noisy expected improvement, knowledge gradients, integrated and multi-source objectives are functions
 *       of these.
 *   <li>{@link dev.hone.search.surrogate.HyperparameterFit}: the likelihood with priors and its gradient; mode and slice
 *       sampling.
 *   <li>{@link dev.hone.search.surrogate.Marginals}: mean and standard deviation of f(x) with gradients, at many x one after
 *       the other, for all fantasies at once.
 *   <li>{@link dev.hone.search.surrogate.PathSample}: a draw of the whole function, with gradient.
 * </ul>
 *
 * <p>Where observations are plain values, everything above goes through {@link dev.hone.search.kernel.Kernel#row}, {@link
 * dev.hone.search.kernel.Kernel#addSlopes} and {@link dev.hone.search.kernel.Gram}, loops over columns of coordinates that the
 * JIT compiler vectorises; other functionals are done pair by pair.
 */
package dev.hone.search.surrogate;
