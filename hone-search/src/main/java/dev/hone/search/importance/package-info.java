/** How much each parameter matters. */
package dev.hone.search.importance;
