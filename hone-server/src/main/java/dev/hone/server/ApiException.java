package dev.hone.server;

import dev.hone.core.HoneException;
import java.util.Optional;

/** A request that is refused, with the status of the answer. */
final class ApiException extends HoneException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;

    ApiException(int status, String message) {
        this(status, message, (Throwable) null);
    }

    ApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.field = null;
    }

    private ApiException(int status, String field, String message) {
        super(field + ": " + message);
        this.status = status;
        this.field = field;
    }

    /** Bad input. */
    static ApiException badField(String field, String message) {
        return new ApiException(400, field, message);
    }

    /** Something that this server does not do for anybody. */
    static ApiException refusedField(String field, String message) {
        return new ApiException(403, field, message);
    }

    int status() {
        return status;
    }

    /** The offending field, if one is to blame. */
    Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
