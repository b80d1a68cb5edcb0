/** Neural networks as functions of their parameters, with the names, layouts and defaults of PyTorch. */
package dev.hone.tensor.nn;
