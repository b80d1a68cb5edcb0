package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What charts say about themselves in words. */
final class Notes {

    static final String NO_PARAMETERS = "The candidates of this study are not made of parameters.";
    static final String ORDER = "The values of this parameter are orders, which have no place along an axis.";

    static final String COMPARED =
            "The trials of this study are compared with each other, not measured: there are no values to draw.";

    private Notes() {}

    /** Adds {@code note} to a chart if there is something to say. */
    static void put(ObjectNode chart, List<String> sentences) {
        if (!sentences.isEmpty()) {
            chart.put("note", String.join(" ", sentences));
        }
    }
}
