/** The data of charts: one class for each, from what a store has of a study to JSON of bounded size. */
package dev.hone.server.chart;
