/** Files of tensors in the safetensors format; needs no native library. */
package dev.hone.tensor.safetensors;
