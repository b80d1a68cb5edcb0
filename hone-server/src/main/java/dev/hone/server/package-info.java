/** The server: studies over HTTP as JSON and server-sent events, and the dashboard that shows them. */
package dev.hone.server;
