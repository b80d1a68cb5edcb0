/** Search by rankings: descent directions from the order of candidates alone. */
package dev.hone.search.ranking;
