/** Genetic programming: evolution of typed expression trees, with partners chosen by fitness, chance or inherited taste. */
package dev.hone.search.programming;
