/** Networks trained by consensus-based optimization, without gradients (row 64). */
package dev.hone.gradient.consensus;
