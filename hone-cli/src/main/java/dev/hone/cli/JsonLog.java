package dev.hone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.Json;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/**
 * Standard error as a log for programs: one JSON object a line with {@code time}, {@code level}, {@code logger},
 * {@code message}, and where they are known {@code study}, {@code trial} and {@code exception}. What the command would tell a
 * person comes as entries of the logger {@code hone}. Thread-safe.
 */
final class JsonLog implements AutoCloseable {

    static final String OPTION = "--log-json";

    private static final String COMMAND = "hone";
    private static final String ERROR_MARK = "hone: ";

    private final PrintStream err;
    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();

    private JsonLog(PrintStream err) {
        this.err = err;
        Appender appender = new Appender();
        appender.setContext(logging);
        appender.start();
        LogSetup.root(logging).detachAndStopAllAppenders();
        LogSetup.root(logging).addAppender(appender);
        logging.getLogger("dev.hone").setLevel(Level.INFO);
    }

    /** Whether the option is among the arguments; those after {@code --} belong to others. */
    static boolean isWanted(String[] args) {
        return Arrays.stream(args).takeWhile(a -> !a.equals("--")).anyMatch(OPTION::equals);
    }

    /** Logs to {@code err} from now until this is closed. */
    static JsonLog on(PrintStream err) {
        return new JsonLog(err);
    }

    /** A terminal whose error stream ends in this log. */
    Terminal instead(Terminal terminal) {
        return terminal.withErr(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
    }

    private void write(ObjectNode entry) {
        String line = Json.write(entry);
        synchronized (err) {
            err.println(line);
            err.flush();
        }
    }

    private static ObjectNode entry(Instant time, String level, String logger, String message) {
        return Json.MAPPER
                .createObjectNode()
                .put("time", time.toString())
                .put("level", level)
                .put("logger", logger)
                .put("message", message);
    }

    @Override
    public void close() {
        LogSetup.root(logging).detachAndStopAllAppenders();
        logging.getLogger("dev.hone").setLevel(null);
        var unused = new LogSetup().configure(logging);
    }

    private final class Appender extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            ObjectNode entry = entry(
                    Instant.ofEpochMilli(event.getTimeStamp()),
                    event.getLevel().toString(),
                    event.getLoggerName(),
                    event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                event.getKeyValuePairs().forEach(pair -> entry.set(pair.key, Json.MAPPER.valueToTree(pair.value)));
            }
            if (event.getThrowableProxy() != null) {
                entry.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            write(entry);
        }
    }

    /** Makes an entry of every line. */
    private final class Lines extends OutputStream {

        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            line.reset();
            if (!text.isEmpty()) {
                boolean failed = text.startsWith(ERROR_MARK);
                JsonLog.this.write(entry(
                        Instant.now(),
                        failed ? "ERROR" : "INFO",
                        COMMAND,
                        failed ? text.substring(ERROR_MARK.length()) : text));
            }
        }
    }
}
