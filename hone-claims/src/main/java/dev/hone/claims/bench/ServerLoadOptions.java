package dev.hone.claims.bench;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.LinkedHashMap;
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

    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>(Map.of(
            "store", "",
            "rate", "500",
            "seconds", "30",
            "warm-up", "15",
            "streams", "200",
            "studies", "1",
            "clients", "32",
            "optimizer", "random"));

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
        Map<String, String> given = new LinkedHashMap<>(DEFAULTS);
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length < 2 || !DEFAULTS.containsKey(parts[0])) {
                throw new InvalidFieldException(
                        "argument",
                        "is '" + argument + "'" + Nearest.hint(parts[0], DEFAULTS.keySet())
                                + ", expected NAME=VALUE with one of "
                                + DEFAULTS.keySet().stream().sorted().toList());
            }
            given.put(parts[0], parts[1]);
        }
        return new ServerLoadOptions(
                given.get("store"),
                whole(given, "rate"),
                whole(given, "seconds"),
                whole(given, "warm-up"),
                whole(given, "streams"),
                whole(given, "studies"),
                whole(given, "clients"),
                given.get("optimizer"));
    }

    private static int whole(Map<String, String> given, String name) {
        try {
            return Integer.parseInt(given.get(name));
        } catch (NumberFormatException e) {
            throw new InvalidFieldException(name, "is '" + given.get(name) + "', expected a whole number");
        }
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
