package dev.hone.core.sandbox;

/**
 * Something that the system offers to the sandbox, or not.
 *
 * @param name what it is
 * @param available whether it works here; tried, not guessed
 * @param detail where it is, or why it does not work
 * @param consequence what is different without it
 * @param remedy how to get it; empty where available
 */
public record Facility(String name, boolean available, String detail, String consequence, String remedy) {}
