package dev.hone.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Files of the dashboard, out of the class path. Names are letters, digits, dashes, underscores, dots and slashes, no part
 * begins with a dot, and only types that the dashboard has are served, so that nothing else of the class path is reachable.
 * Each file is read and compressed once. Thread-safe.
 */
final class SiteFiles {

    private static final String NAME = "(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*";
    private static final String SITE = "/dev/hone/server/site/";
    private static final String ECHARTS = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "mjs", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    private final Map<String, Optional<SiteFile>> known = new ConcurrentHashMap<>();
    private final String echarts = "/META-INF/resources/webjars/echarts/" + echartsVersion() + "/";

    /**
     * One file.
     *
     * @param etag changes with the content
     * @param zipped the content compressed with gzip
     */
    record SiteFile(String mediaType, String etag, byte[] content, byte[] zipped) {}

    /** A file of the dashboard. */
    Optional<SiteFile> page(String name) {
        return file(SITE, name);
    }

    /** A file of the Apache ECharts distribution. */
    Optional<SiteFile> echarts(String name) {
        return file(echarts, name);
    }

    private Optional<SiteFile> file(String folder, String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !name.matches(NAME)) {
            return Optional.empty();
        }
        // only what exists is remembered, so that strangers cannot fill the memory
        Optional<SiteFile> cached = known.get(folder + name);
        if (cached != null) {
            return cached;
        }
        Optional<SiteFile> read = read(folder + name, type);
        if (read.isPresent()) {
            known.put(folder + name, read);
        }
        return read;
    }

    private static Optional<SiteFile> read(String resource, String type) {
        try (InputStream in = SiteFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(content);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String etag = '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
            return Optional.of(new SiteFile(type, etag, content, zipped.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String echartsVersion() {
        try (InputStream in = SiteFiles.class.getResourceAsStream(ECHARTS)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
