/** Particle swarm optimization. */
package dev.hone.search.swarm;
