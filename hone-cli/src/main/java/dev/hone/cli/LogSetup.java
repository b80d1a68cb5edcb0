package dev.hone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * How the command line logs: warnings to standard error. Progress and errors belong to the commands; logs are for what nobody
 * expected. Found by Logback through {@link java.util.ServiceLoader}, before it would look for files.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        levels(logging);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern("%level %logger{0}: %kvp{NONE} %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logging);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        root(logging).addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void levels(LoggerContext logging) {
        root(logging).setLevel(Level.WARN);
        // an outage is told by the commands in one line; the pool would add a stack trace for each connection
        logging.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // why a server does not start is what the command says
        logging.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
    }

    static ch.qos.logback.classic.Logger root(LoggerContext logging) {
        return logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
