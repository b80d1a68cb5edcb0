/** libtorch through JavaCPP: how it is loaded, how its memory is held, and tensors from and to Java. */
package dev.hone.tensor;
