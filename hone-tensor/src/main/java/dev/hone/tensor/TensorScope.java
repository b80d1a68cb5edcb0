package dev.hone.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees native memory at the end of a block: whatever {@code org.bytedeco} objects this thread makes inside are freed when the
 * block ends, but those that are {@linkplain #keep kept}. Every step of a training runs in a scope of its own; without one, memory
 * grows until the garbage collector finds the small Java objects that hold large tensors.
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *     Tensor loss = ...;
 *     return loss.item_double();
 * }
 * }</pre>
 *
 * <p>For the thread that opens it.
 */
public final class TensorScope implements AutoCloseable {

    private final PointerScope scope = new PointerScope();

    private TensorScope() {}

    public static TensorScope open() {
        Torch.load();
        return new TensorScope();
    }

    /** Lets {@code object} live on after all open scopes have ended; then it is the caller's to {@link Pointer#close}. */
    public static <P extends Pointer> P keep(P object) {
        object.retainReference();
        return object;
    }

    @Override
    public void close() {
        scope.close();
    }
}
