package dev.hone.claims.bench;

import dev.hone.core.Check;
import java.util.List;
import java.util.Map;

/**
 * What {@link ServerLoad} measures.
 *
 * @param store location of the store; a new SQLite file if empty
 * @param rate trials a second, each asked for and told
 * @param streams open event streams, spread over the studies
 * @param clients connections that ask and tell
 */
record ServerLoadOptions(
        String store,
        double rate,
        int seconds,
        int warmUpSeconds,
        int streams,
        int studies,
        int clients,
        String optimizer) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "store", "",
            "rate", "500",
            "seconds", "30",
            "warm-up", "15",
            "streams", "200",
            "studies", "1",
            "clients", "32",
            "optimizer", "random");

    ServerLoadOptions {
        Check.positive("rate", rate);
        Check.positive("seconds", seconds);
        Check.atLeast("warm-up", warmUpSeconds, 0);
        Check.atLeast("streams", streams, 0);
        Check.positive("studies", studies);
        Check.positive("clients", clients);
        Check.notBlank("optimizer", optimizer);
    }

    /** @param arguments each {@code NAME=VALUE} */
    static ServerLoadOptions parse(List<String> arguments) {
        NamedArguments given = NamedArguments.of(DEFAULTS, arguments);
        return new ServerLoadOptions(
                given.text("store"),
                given.whole("rate"),
                given.whole("seconds"),
                given.whole("warm-up"),
                given.whole("streams"),
                given.whole("studies"),
                given.whole("clients"),
                given.text("optimizer"));
    }

    /** What kind of store it is. */
    String kind() {
        return store.startsWith("postgresql:") ? "PostgreSQL" : "SQLite";
    }

    /** A study file whose budget is not reached. */
    String definition(String name) {
        return """
            study: %s
            seed: 1
            objectives: [{minimize: loss}]
            parameters:
              x: {type: float, low: 0, high: 1}
              y: {type: float, low: 0, high: 1}
              n: {type: int, low: 1, high: 64}
            evaluator: external
            optimizer: %s
            budget: {trials: 1000000}
            """.formatted(name, optimizer);
    }
}
