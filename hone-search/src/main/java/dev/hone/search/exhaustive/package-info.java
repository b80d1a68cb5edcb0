/** All configurations of a finite space or of a grid over it, each once. */
package dev.hone.search.exhaustive;
