package dev.hone.server;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may call. There are no cookies, so that no page elsewhere can act in a user's name; without a token the server is
 * bound to the loopback interface, and then other pages in the user's own browser are what it must be protected from: by
 * the Host header (DNS rebinding) and the Origin header (forged requests).
 */
final class Access {

    /** Shortest token, characters. */
    static final int MIN_TOKEN = 16;

    private static final String SCHEME = "Bearer ";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern LOCAL_ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** ECharts styles its tooltips inline; scripts come from this server alone. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private final Optional<byte[]> tokenDigest;
    private final boolean loopback;

    /** @param loopback whether only this machine can connect */
    Access(Optional<String> token, boolean loopback) {
        this.tokenDigest = token.map(Access::digest);
        this.loopback = loopback;
    }

    /** Before every request: headers of the answer, and whether the caller is a page of somebody else. */
    void check(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        checkHost(ctx);
        checkOrigin(ctx);
    }

    /** Before what needs the token. */
    void authorize(Context ctx) {
        if (tokenDigest.isEmpty()) {
            return;
        }
        String header = ctx.header("Authorization");
        boolean right = header != null
                && header.startsWith(SCHEME)
                // digests have one length, so that the comparison does not tell that of the token
                && MessageDigest.isEqual(tokenDigest.get(), digest(header.substring(SCHEME.length())));
        if (!right) {
            ctx.header("WWW-Authenticate", "Bearer");
            throw new ApiException(
                    401,
                    (header == null ? "no token" : "wrong token")
                            + ", expected 'Authorization: Bearer TOKEN' with the server's HONE_TOKEN");
        }
    }

    private void checkHost(Context ctx) {
        if (!loopback) {
            return;
        }
        String host = ctx.header("Host");
        String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
        if (!LOCAL_NAMES.contains(name) && !LOCAL_ADDRESS.matcher(name).matches()) {
            throw new ApiException(
                    403, "the Host header is '" + host + "', expected localhost: the server is for this machine alone");
        }
    }

    /** A browser says which page a request comes from; other clients say nothing. */
    private static void checkOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        if (SAFE.contains(ctx.req().getMethod()) || origin == null) {
            return;
        }
        String host = ctx.header("Host");
        try {
            String authority = new URI(origin).getRawAuthority();
            if (host != null && host.equals(authority)) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new ApiException(403, "the Origin header is '" + origin + "', expected an address", e);
        }
        throw new ApiException(403, "a page of " + origin + " may not change studies here");
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
