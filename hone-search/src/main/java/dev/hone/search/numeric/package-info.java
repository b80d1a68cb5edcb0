/** Numerics that surrogates and acquisitions share: the normal law in its tails, triangular factors, box-bounded descent. */
package dev.hone.search.numeric;
