/** Quality-diversity: the best solution of each kind, instead of the best of all. */
package dev.hone.search.diversity;
