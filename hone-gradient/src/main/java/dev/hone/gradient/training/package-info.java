/** Trainings of networks as trials of studies: the section {@code training} of study files. */
package dev.hone.gradient.training;
