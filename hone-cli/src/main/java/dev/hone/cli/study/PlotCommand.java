package dev.hone.cli.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.ExitCode;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.ProgressLine;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Nearest;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.TrialState;
import dev.hone.server.StudyPlots;
import dev.hone.server.StudyPlots.Look;
import dev.hone.server.StudyPlots.Wish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws charts of studies into a file. */
@Command(
        name = "plot",
        description = "Draw charts of a study, or of several on the same axes, into a file.",
        footer = {
            "",
            "  .svg, .png  one chart",
            "  .html       a report of all charts, or of those named; one file that needs no network",
            "",
            "Charts of one study: contour, cost, edf, front, history, hypervolume, importance,",
            "intermediate, parallel, slice, terminator, timeline. Of several: edf, front, history.",
            "",
            "  hone study plot gc-flags --out history.svg",
            "  hone study plot gc-flags --chart slice --parameter heap_mb --out heap.png",
            "  hone study plot gc-flags --out report.html",
            "  hone study plot gc-flags gc-flags-2 --out compared.svg"
        })
final class PlotCommand implements Callable<Integer> {

    private static final List<String> ENDINGS = List.of("svg", "png", "html");

    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "The study; may be left out where there is only one. Several are compared.")
    List<String> names = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write: .svg, .png or .html.")
    Path out;

    @Option(
            names = "--chart",
            split = ",",
            paramLabel = "CHART",
            description = "What to draw: one chart in a picture, history by default; any in a report, all by default.")
    List<String> chosen = List.of();

    @Option(
            names = "--parameter",
            split = ",",
            paramLabel = "P",
            description = "Parameters of a slice (one) or a contour (two); in a report, of its slices and contours.")
    List<String> parameters = List.of();

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "The objective; by default the first, and in a report all.")
    String objective;

    @Option(names = "--width", paramLabel = "PIXELS", description = "Width of a picture; 960 by default.")
    Integer width;

    @Option(names = "--height", paramLabel = "PIXELS", description = "Height of a picture; 480 for most charts.")
    Integer height;

    @Option(
            names = "--dark",
            description =
                    "Light on dark. Reports are light or dark as their reader's browser is, unless this is given.")
    boolean dark;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    boolean force;

    @Option(names = "--json", description = "Print what was written as a JSON object.")
    boolean json;

    @Mixin
    StoreOption storeOption;

    PlotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String ending = ending();
        checkPlace();
        checkOptions(ending);
        try (StudyStore store = storeOption.openExisting()) {
            List<StudyRecord> studies = studies(store);
            try (StudyPlots plots = new StudyPlots(store, studies)) {
                byte[] content = content(plots, studies, ending);
                write(content);
                print(studies, content.length);
            } catch (InvalidFieldException e) {
                throw new InvalidFieldException("--" + e.field(), e.reason());
            }
        }
        return ExitCode.DONE;
    }

    private String ending() {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!name.contains(".") || !ENDINGS.contains(ending)) {
            throw new InvalidFieldException(
                    "--out", "is '" + out + "', expected a name that ends in .svg, .png or .html");
        }
        return ending;
    }

    private void checkPlace() {
        Path folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new InvalidFieldException("--out", "is '" + out + "', but there is no folder " + folder);
        }
        if (Files.isDirectory(out)) {
            throw new InvalidFieldException("--out", "is '" + out + "', which is a folder");
        }
        if (Files.exists(out) && !force) {
            throw new InvalidFieldException(
                    "--out", "is '" + out + "', which exists already; choose another name, or --force to replace it");
        }
    }

    private void checkOptions(String ending) {
        if (ending.equals("html")) {
            if (width != null || height != null) {
                throw new InvalidFieldException(
                        width != null ? "--width" : "--height", "belongs to pictures; a report fits its window");
            }
        } else if (chosen.size() > 1) {
            throw new InvalidFieldException(
                    "--chart", "is " + chosen + ", expected one for a picture; a report (.html) may have several");
        }
    }

    private List<StudyRecord> studies(StudyStore store) {
        List<StudyRecord> studies = names.isEmpty()
                ? List.of(StoreOption.study(store, null))
                : names.stream()
                        .distinct()
                        .map(name -> StoreOption.study(store, name))
                        .toList();
        for (StudyRecord study : studies) {
            boolean begun = store.counts(study.id()).entrySet().stream()
                    .anyMatch(e -> e.getKey() != TrialState.QUEUED && e.getValue() > 0);
            if (!begun) {
                throw new HoneException("study '" + study.name() + "' has no trials yet: there is nothing to draw");
            }
        }
        return studies;
    }

    private byte[] content(StudyPlots plots, List<StudyRecord> studies, String ending) {
        Wish wish = new Wish(objective(studies.get(0)), parameters);
        try (ChartProgress progress = new ChartProgress()) {
            if (ending.equals("html")) {
                return plots.html(chosen, wish, dark, progress).getBytes(StandardCharsets.UTF_8);
            }
            String chart = chosen.isEmpty() ? StudyPlots.DEFAULT_CHART : chosen.get(0);
            progress.at(0, 1, chart);
            Look look = new Look(pixels(width), pixels(height), dark);
            return ending.equals("png")
                    ? plots.png(chart, wish, look)
                    : plots.svg(chart, wish, look).getBytes(StandardCharsets.UTF_8);
        }
    }

    private final class ChartProgress implements StudyPlots.Progress, AutoCloseable {

        private ProgressLine line;

        @Override
        public void at(int done, int all, String next) {
            if (line == null) {
                line = new ProgressLine(terminal, "charts", all, 0, json);
            }
            line.at(done, next);
        }

        @Override
        public void close() {
            if (line != null) {
                line.close();
            }
        }
    }

    private static OptionalInt pixels(Integer option) {
        return option == null ? OptionalInt.empty() : OptionalInt.of(option);
    }

    private OptionalInt objective(StudyRecord study) {
        if (objective == null) {
            return OptionalInt.empty();
        }
        List<String> known = study.objectives().stream().map(Objective::name).toList();
        if (!known.contains(objective)) {
            throw new InvalidFieldException(
                    "objective", "is '" + objective + "', expected one of " + known + Nearest.hint(objective, known));
        }
        return OptionalInt.of(known.indexOf(objective));
    }

    /** The file appears under its name only when it is whole. */
    private void write(byte[] content) {
        Path absolute = out.toAbsolutePath();
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        try {
            try {
                Files.write(part, content);
                Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new HoneException("cannot write '" + out + "': " + e, e);
        }
    }

    private void print(List<StudyRecord> studies, int bytes) {
        List<String> drawn = studies.stream().map(StudyRecord::name).toList();
        if (json) {
            ObjectNode node = Json.MAPPER.createObjectNode();
            node.set("studies", Json.MAPPER.valueToTree(drawn));
            terminal.out().println(Json.write(node.put("file", out.toString()).put("bytes", bytes)));
            return;
        }
        terminal.out()
                .println("'" + String.join("', '", drawn) + "' drawn into " + out + " (" + Text.bytes(bytes) + ")");
    }
}
