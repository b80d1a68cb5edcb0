/** Examples to learn from: read from files, generated, dealt in batches. Pure Java but for the tensors at the end. */
package dev.hone.tensor.data;
