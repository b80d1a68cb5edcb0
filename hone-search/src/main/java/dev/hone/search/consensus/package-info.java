/** Consensus-based optimization: swarms that behave like gradient descent without a gradient (row 64). */
package dev.hone.search.consensus;
