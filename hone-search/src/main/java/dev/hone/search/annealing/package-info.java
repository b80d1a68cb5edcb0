/** Simulated annealing. */
package dev.hone.search.annealing;
