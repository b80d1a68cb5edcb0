/** Random search, the baseline that every other method has to beat. */
package dev.hone.search.random;
