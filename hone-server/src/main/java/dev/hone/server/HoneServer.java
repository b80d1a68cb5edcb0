package dev.hone.server;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.store.StudyStore;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the studies of a store: the REST interface, server-sent events and the dashboard. Everything durable is in the
 * store, so that a server may be killed at any time, and several may serve one store. Thread-safe.
 */
public final class HoneServer implements AutoCloseable {

    private static final int THREADS = 64;

    private final String address;
    private final int wantedPort;
    private final Services services;
    private final Routes routes;
    private final Javalin javalin;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HoneServer(Builder builder) {
        address = builder.address;
        wantedPort = builder.port;
        boolean loopback = isLoopback(builder.address);
        if (!loopback && builder.token.isEmpty()) {
            throw new InvalidFieldException(
                    "address",
                    "is " + address + ", which other machines can reach, expected a token with it (environment variable"
                            + " HONE_TOKEN), or an address of this machine alone such as 127.0.0.1");
        }
        Access access = new Access(builder.token, loopback);
        services = new Services(builder.store, builder.silence);
        routes = Routes.all(services, builder.commandsAllowed);
        javalin = Javalin.create(config -> configure(config, access));
    }

    private void configure(JavalinConfig config, Access access) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("hone-server");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // names of studies may hold a slash or a percent sign, which then are encoded
            http.setUriCompliance(UriCompliance.DEFAULT.with(
                    "hone",
                    EnumSet.of(Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING)
                            .toArray(Violation[]::new)));
        });
        config.jetty.modifyServletContextHandler(context -> {
            ServletHandler servlets = context.getServletHandler();
            servlets.setDecodeAmbiguousURIs(true);
        });
        config.routes.before(access::check);
        Errors.register(config.routes);
        routes.register(config.routes, access);
        config.requestLogger.http(services.metrics()::request);
    }

    /** Starts to describe a server of {@code store}, which stays open when the server is closed. */
    public static Builder builder(StudyStore store) {
        return new Builder(store);
    }

    /**
     * Begins to serve.
     *
     * @throws HoneException if the address cannot be bound
     */
    public HoneServer start() {
        try {
            javalin.start(address, wantedPort);
        } catch (RuntimeException e) {
            services.close();
            throw new HoneException("cannot serve at " + address + ":" + wantedPort + ": " + root(e).getMessage(), e);
        }
        services.start();
        return this;
    }

    /** The port that is served. */
    public int port() {
        return javalin.port();
    }

    /** Where a browser finds the dashboard. */
    public URI uri() {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return URI.create("http://" + host + ":" + port() + "/");
    }

    /** The routes that are served, for comparison with their documentation. */
    Routes routes() {
        return routes;
    }

    /** Stops serving. Trials that clients evaluate stay theirs: another server takes their results. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            services.close();
            javalin.stop();
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new InvalidFieldException("address", "is '" + address + "', expected an address of this machine");
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** Describes a server. */
    public static final class Builder {

        private final StudyStore store;
        private String address = "127.0.0.1";
        private int port;
        private Optional<String> token = Optional.empty();
        private Duration silence = Duration.ofSeconds(60);
        private boolean commandsAllowed;

        private Builder(StudyStore store) {
            this.store = store;
        }

        /** Address to bind; 127.0.0.1 by default. One that other machines can reach needs a token. */
        public Builder address(String value) {
            address = Check.notBlank("address", value);
            return this;
        }

        /** Port to bind; 0, the default, for any that is free. */
        public Builder port(int value) {
            Check.that(value >= 0 && value <= 65_535, "port", value, "a whole number from 0 to 65535");
            port = value;
            return this;
        }

        /** What clients must send as {@code Authorization: Bearer TOKEN}; nothing by default. */
        public Builder token(Optional<String> value) {
            value.ifPresent(t -> Check.that(
                    t.length() >= Access.MIN_TOKEN && t.chars().allMatch(c -> c > ' ' && c < 127),
                    "HONE_TOKEN",
                    "a text of " + t.length() + " characters",
                    "at least " + Access.MIN_TOKEN + " printable characters of ASCII without spaces"));
            token = value;
            return this;
        }

        /**
         * How long a client that took a trial may be silent before others get the trial; a minute by default, as for
         * other workers.
         */
        public Builder silence(Duration value) {
            Check.that(!value.isNegative() && !value.isZero(), "silence", value, "a duration above 0");
            silence = value;
            return this;
        }

        /**
         * Whether clients may create studies that are evaluated by a command, a Java class or an address, which the workers
         * of the store then run; no by default. Whoever can connect can then run programs as the user of every worker.
         */
        public Builder allowCommands(boolean value) {
            commandsAllowed = value;
            return this;
        }

        /** @throws InvalidFieldException if the address can be reached from outside and there is no token */
        public HoneServer build() {
            return new HoneServer(this);
        }
    }
}
