package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.trial.Instance;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What the trials of a study file are about, in turn: a list in the file, or a file of JSON lines; exactly one of them.
 *
 * @param file relative to the study file
 */
public record InstanceSource(List<Instance> list, Optional<String> file) {

    public InstanceSource {
        list = List.copyOf(list);
    }

    /**
     * The instances, all of which have the same names.
     *
     * @throws InvalidFieldException naming the line that is not acceptable
     */
    public List<Instance> load(Path baseDirectory) {
        if (file.isEmpty()) {
            return list;
        }
        Path path = baseDirectory.resolve(file.get()).normalize();
        List<Instance> instances = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    instances.add(parse(path, number, line, instances));
                }
            }
        } catch (IOException e) {
            throw new InvalidFieldException(
                    "instances.file", "is " + path + ", which cannot be read as UTF-8 text: " + e.getMessage());
        }
        if (instances.isEmpty()) {
            throw new InvalidFieldException(
                    "instances.file", "is " + path + ", which is empty, expected a JSON object a line");
        }
        return instances;
    }

    private static Instance parse(Path path, int number, String line, List<Instance> before) {
        Instance instance;
        try {
            instance = Instance.fromJson(line);
        } catch (HoneException e) {
            throw new InvalidFieldException("instances.file", "(" + path + ":" + number + ") " + e.getMessage());
        }
        if (!before.isEmpty()
                && !instance.values().keySet().equals(before.get(0).values().keySet())) {
            throw new InvalidFieldException(
                    "instances.file",
                    "(" + path + ":" + number + ") has " + instance.values().keySet()
                            + ", expected what the first line has: "
                            + before.get(0).values().keySet());
        }
        return instance;
    }

    /** Trial n is about instance n; after the last comes the first again. */
    static LongFunction<Instance> inTurn(List<Instance> instances) {
        return number -> instances.get((int) (number % instances.size()));
    }
}
