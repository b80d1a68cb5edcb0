/** Iterative solvers of linear systems that count their iterations. */
package dev.hone.search.solver;
