package dev.hone.core.store;

import dev.hone.core.HoneException;

/** A store cannot be opened, read or written. Callers may try again later when {@link #isTransient()}. */
public final class StoreException extends HoneException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    public StoreException(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Whether the same call may succeed later: the store is locked, or its server is out of reach. */
    public boolean isTransient() {
        return passing;
    }
}
