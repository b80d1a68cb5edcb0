package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.ExitCode;
import dev.hone.cli.Quoting;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.gradient.training.TrainingKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network: a study whose trial is a training. */
@Command(
        name = "train",
        description = "Train a network on examples, without gradients; recorded and resumable like every study.",
        footer = {
            "",
            "Ctrl-C stops cleanly and says how to go on; a second Ctrl-C stops at once.",
            "",
            "Examples:",
            "  hone train digits.yaml",
            "  hone train digits.yaml --resume",
            "  hone methods consensus"
        })
public final class TrainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "1",
            paramLabel = "FILE",
            description = "YAML with a section 'training' (see 'hone schema'); 'optimizer' names the trainer.")
    Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "WEIGHTS",
            description = "Where the weights are written, in the safetensors format. Default: STUDY.safetensors.")
    Path output;

    @Option(
            names = "--resume",
            description = "Go on with the training of this name that the store has, from its last checkpoint.")
    boolean resume;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random, instead of the file's.")
    Long seed;

    @Mixin
    StoreOption storeOption;

    @Option(names = "--json", description = "Print one JSON object an event, and nothing else, on standard output.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress, only the result.")
    boolean quiet;

    public TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = Plan.read(file).with(seed, null, null);
        if (!plan.definition()
                .candidate()
                .map(c -> c.kind().id().equals(TrainingKind.ID))
                .orElse(false)) {
            throw new HoneException(file + " has no '" + TrainingKind.ID
                    + "', expected a network and data to train it on;" + " 'hone tune' runs other studies");
        }
        Path weights = weights(plan);
        plan.checkEvaluators();
        try (StudyStore store = storeOption.open()) {
            Optional<StudyRecord> existing = store.find(plan.name());
            if (existing.isPresent() && !resume) {
                throw Resumption.exists(existing.get(), store, resumeCommand(), storeOption);
            }
            existing.ifPresent(record -> Resumption.check(plan, record, store));
            // trainings that somebody queued are run too
            long trials = existing.map(r -> store.budgeted(r.id())).orElse(0L);
            int status = new TuneRun(
                            terminal,
                            plan.with(null, Math.max(1, trials), null),
                            store,
                            resumeCommand(),
                            Optional.empty(),
                            quiet,
                            json,
                            new TuneRun.Manner(TrainingReporter::new, false))
                    .run(existing.isPresent());
            if (status == ExitCode.DONE) {
                export(store, store.find(plan.name()).orElseThrow(), weights);
            }
            return status;
        }
    }

    private Path weights(Plan plan) {
        Path path = output == null ? Path.of(plan.name().replaceAll("[^A-Za-z0-9._-]", "_") + ".safetensors") : output;
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
            throw new InvalidFieldException("--output", "is " + path + ", expected a file in a folder that exists");
        }
        if (output == null && !resume && Files.exists(path)) {
            throw new InvalidFieldException(
                    "--output", "is missing, and " + path + " exists; name a file for the weights");
        }
        return path;
    }

    private void export(StudyStore store, StudyRecord study, Path weights) throws IOException {
        Optional<Trial<String>> best = store.best(study.id(), 0);
        if (best.isEmpty()) {
            return;
        }
        try (InputStream in = store.openArtifact(study.id(), best.get().number(), TrainingKind.WEIGHTS)) {
            Files.copy(in, weights, StandardCopyOption.REPLACE_EXISTING);
        }
        if (json) {
            ObjectNode event = Json.MAPPER.createObjectNode();
            event.put("event", "weights").put("number", best.get().number()).put("file", weights.toString());
            terminal.out().println(Json.write(event));
        } else {
            terminal.out().println("Weights: " + weights);
        }
        terminal.out().flush();
    }

    private String resumeCommand() {
        return "hone train " + Quoting.shell(file.toString()) + " --resume"
                + (output == null ? "" : " --output " + Quoting.shell(output.toString())) + storeOption.again();
    }
}
