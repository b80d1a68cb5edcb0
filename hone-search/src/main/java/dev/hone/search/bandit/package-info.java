/** Choices among finitely many arms, learned from the cost of those that were played alone. */
package dev.hone.search.bandit;
