/** First-order optimizers of parameters. */
package dev.hone.tensor.optimize;
