package dev.hone.server.chart;

import dev.hone.core.HoneException;

/** A chart is not there yet; asking again later helps. */
public final class ChartsBusyException extends HoneException {

    private static final long serialVersionUID = 1L;

    ChartsBusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
