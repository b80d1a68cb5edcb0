/** The choice of a search method for a problem. */
package dev.hone.search.auto;
