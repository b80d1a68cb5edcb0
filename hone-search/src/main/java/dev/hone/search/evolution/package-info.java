/** Evolution: CMA-ES for one objective over numbers, NSGA-II and NSGA-III for several over anything. */
package dev.hone.search.evolution;
