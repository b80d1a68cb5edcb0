/** Symbolic regression from a study file: a table of numbers in, a formula out. */
package dev.hone.search.formula;
