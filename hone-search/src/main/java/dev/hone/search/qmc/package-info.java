/** Sequences of points that fill the unit cube more evenly than random ones. */
package dev.hone.search.qmc;
