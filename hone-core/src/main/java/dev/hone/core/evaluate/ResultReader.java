package dev.hone.core.evaluate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hone.core.HoneException;
import dev.hone.core.sandbox.ProcessResult;
import dev.hone.core.trial.Evaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** Numbers out of what a command or a service returned. */
final class ResultReader {

    /** Reads one value and leaves the rest; knows NaN and Infinity as many programs write them. */
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final long FILE_BYTES = 16 << 20;
    private static final int EXCERPT = 200;

    private ResultReader() {}

    /** Every result; all of them finite. */
    static Map<String, Double> read(Map<String, ResultSource> results, ProcessResult process, Path folder) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        results.forEach((name, source) -> {
            double value = read(name, source, process, folder);
            numbers.put(name, finite(name, value));
        });
        return numbers;
    }

    /** The number fields of the last JSON object in {@code text}. */
    static Map<String, Double> lastObject(String text, String where) {
        JsonNode object = findLastObject(text)
                .orElseThrow(() -> new HoneException("output not parseable: expected a JSON object such as"
                        + " {\"score\": 0.5} on " + where + ", got " + excerpt(text)));
        Map<String, Double> numbers = numbers(object);
        if (numbers.isEmpty()) {
            throw new HoneException("output not parseable: expected a number in the JSON object on " + where + ", got "
                    + excerpt(object.toString()));
        }
        return numbers;
    }

    /** The fields of {@code object} that are numbers; true and false count as 1 and 0. */
    static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.fields().forEachRemaining(field -> {
            if (field.getValue().isNumber()) {
                numbers.put(
                        field.getKey(), finite(field.getKey(), field.getValue().doubleValue()));
            } else if (field.getValue().isBoolean()) {
                numbers.put(field.getKey(), field.getValue().booleanValue() ? 1.0 : 0.0);
            }
        });
        return numbers;
    }

    /** Metrics as an evaluation; one named {@code cost} is what the evaluation cost. */
    static Evaluation evaluation(Map<String, Double> metrics) {
        Evaluation evaluation = Evaluation.ofMetrics(metrics);
        Double cost = metrics.get("cost");
        return cost == null ? evaluation : evaluation.withCost(cost);
    }

    /** The JSON object that {@code line} is, if it is one. */
    static Optional<JsonNode> object(String line) {
        return line.stripLeading().startsWith("{") ? parseObject(line) : Optional.empty();
    }

    /** The last object that starts a line; an object that starts in the first column wins over indented ones. */
    static Optional<JsonNode> findLastObject(String text) {
        return findLastObject(text, "\n{").or(() -> {
            String flush = text.lines().map(String::stripLeading).reduce("", (a, b) -> a + "\n" + b);
            return findLastObject(flush, "\n{");
        });
    }

    private static Optional<JsonNode> findLastObject(String text, String start) {
        String padded = "\n" + text;
        for (int at = padded.lastIndexOf(start); at >= 0; at = at == 0 ? -1 : padded.lastIndexOf(start, at - 1)) {
            Optional<JsonNode> object = parseObject(padded.substring(at + 1));
            if (object.isPresent()) {
                return object;
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> parseObject(String text) {
        try (JsonParser parser = LENIENT.createParser(text)) {
            JsonNode node = parser.readValueAsTree();
            return Optional.ofNullable(node).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new HoneException("result '" + name + "' is " + value + ", expected a finite number");
        }
        return value;
    }

    static String excerpt(String text) {
        String flat = text.strip();
        if (flat.isEmpty()) {
            return "nothing";
        }
        return "'" + (flat.length() <= EXCERPT ? flat : "..." + flat.substring(flat.length() - EXCERPT)) + "'";
    }

    private static double read(String name, ResultSource source, ProcessResult process, Path folder) {
        if (source instanceof ResultSource.Measured measured) {
            return measured(name, measured, process);
        }
        if (source instanceof ResultSource.FromFile file) {
            return fromText(name, file.inner(), content(name, folder.resolve(file.file())), "in " + file.file());
        }
        return fromText(name, source, process.stdout().text(), "on standard output");
    }

    private static double measured(String name, ResultSource.Measured measured, ProcessResult process) {
        double value = switch (measured.measure()) {
            case WALL -> process.wallSeconds();
            case USER -> process.userSeconds();
            case SYSTEM -> process.systemSeconds();
            case CPU -> process.userSeconds() + process.systemSeconds();
            case EXIT_STATUS -> process.exitStatus().orElseThrow();
            case PEAK_RSS ->
                process.peakRssBytes()
                        .orElseThrow(() -> new HoneException("result '" + name
                                + "': peak memory was not measured; install GNU time (see 'hone doctor')"));
        };
        return value / measured.divisor();
    }

    private static double fromText(String name, ResultSource source, String text, String where) {
        if (source instanceof ResultSource.FromPattern pattern) {
            Matcher matcher = pattern.pattern().matcher(text);
            String found = null;
            while (matcher.find()) {
                found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            }
            if (found == null) {
                throw new HoneException("result '" + name + "' not found: expected a match of /" + pattern.pattern()
                        + "/ " + where + ", got " + excerpt(text));
            }
            return number(name, found, "the match of /" + pattern.pattern() + "/");
        }
        ResultSource.FromJson json = (ResultSource.FromJson) source;
        JsonNode object = findLastObject(text)
                .orElseThrow(() -> new HoneException(
                        "result '" + name + "' not found: expected a JSON object " + where + ", got " + excerpt(text)));
        JsonNode node = object.at(json.pointer());
        if (node.isMissingNode()) {
            throw new HoneException("result '" + name + "' not found: expected " + json.pointer()
                    + " in the JSON object " + where + ", got " + excerpt(object.toString()));
        }
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        return node.isNumber() ? node.doubleValue() : number(name, node.asText(), json.pointer() + " " + where);
    }

    private static double number(String name, String text, String where) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new HoneException(
                    "result '" + name + "' not parseable: expected a number at " + where + ", got '" + text + "'");
        }
    }

    private static String content(String name, Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new HoneException("result '" + name + "' not found: the command wrote no file " + file);
            }
            if (Files.size(file) > FILE_BYTES) {
                throw new HoneException("result '" + name + "': " + file + " is larger than " + FILE_BYTES + " bytes");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HoneException("result '" + name + "': could not read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Files that the results are read from. */
    static List<String> files(Map<String, ResultSource> results) {
        return results.values().stream()
                .filter(ResultSource.FromFile.class::isInstance)
                .map(source -> ((ResultSource.FromFile) source).file())
                .distinct()
                .toList();
    }
}
