package dev.hone.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses. */
final class Paths {

    private Paths() {}

    /** A name as one segment of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
