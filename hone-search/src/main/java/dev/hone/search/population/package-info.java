/** Ask and tell for methods that move a population of points iteration by iteration. */
package dev.hone.search.population;
