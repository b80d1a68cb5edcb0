package dev.hone.core;

/** Something Hone refuses or could not do. The message names what, the value, what was expected, and where. */
public class HoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HoneException(String message) {
        super(message);
    }

    public HoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
