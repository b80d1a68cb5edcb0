package dev.hone.cli.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Study files of the tests. */
final class StudyFile {

    /** Minimises (x - 3)^2 with a real command that prints JSON. */
    static final String PARABOLA = """
            study: parabola
            seed: 7
            objectives:
              - minimize: y
            parameters:
              x: {type: float, low: 0, high: 10}
            evaluator:
              command: [awk, 'BEGIN {{ x = {x}; printf "{{\\"y\\": %.6f}}\\n", (x - 3) * (x - 3) }}']
            optimizer: random
            budget: {trials: 8}
            """;

    private StudyFile() {}

    static Path write(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("study.yaml"), text);
    }
}
