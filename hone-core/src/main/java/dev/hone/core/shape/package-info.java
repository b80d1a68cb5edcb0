/** What study files may say: keys, their forms, meanings and examples. */
package dev.hone.core.shape;
