/** Tree-structured Parzen estimators: densities of good and of other trials, and their ratio. */
package dev.hone.search.tpe;
