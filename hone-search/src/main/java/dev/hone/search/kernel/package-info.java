/**
 * Covariance functions that compose. A {@link dev.hone.search.kernel.Kernel} has two primitives, a mixed partial derivative
 * of k(x, x') and the derivative of that by its hyperparameters; values, gradients and cross second derivatives follow from
 * them, and sums, products, tasks and levels pass them on by the rules of calculus. Points are vectors of coordinates; a
 * task, a level of fidelity or a choice is a coordinate like any other, read by the kernel that is made for it.
 */
package dev.hone.search.kernel;
