/** Population based training: members train in intervals, copy those that are ahead, and change their hyperparameters. */
package dev.hone.search.pbt;
