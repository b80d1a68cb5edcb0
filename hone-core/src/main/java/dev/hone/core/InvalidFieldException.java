package dev.hone.core;

/**
 * A field of some input holds a value that Hone does not accept. Readers of files add the line on which {@link #field()}
 * stands; everyone else shows the message as it is.
 */
public final class InvalidFieldException extends HoneException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field dotted path of the field, such as {@code parameters.heap_mb.low}
     * @param message what was found and what was expected, without the field's name
     */
    public InvalidFieldException(String field, String message) {
        super(field + ": " + message);
        this.field = field;
    }

    /** Dotted path of the offending field. */
    public String field() {
        return field;
    }

    /** The message without the field in front. */
    public String reason() {
        return getMessage().substring(field.length() + 2);
    }
}
