/** Tuning of a routine that is called again and again, one trial a call. */
package dev.hone.search.sequence;
