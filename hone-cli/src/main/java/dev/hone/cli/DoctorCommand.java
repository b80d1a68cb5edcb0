package dev.hone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.sandbox.Facilities;
import dev.hone.core.store.StudyStore;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is installed and what is missing. */
@Command(
        name = "doctor",
        description = "Say what is installed, what is missing, what that means and how to get it.",
        footer = {"", "Exit status 1 if something is missing without which Hone cannot work."})
final class DoctorCommand implements Callable<Integer> {

    /**
     * One finding.
     *
     * @param needed whether Hone cannot work without it
     * @param advice what its absence means and how to get it; empty if it is there
     */
    record Finding(String name, boolean ok, boolean needed, String detail, String advice) {}

    private static final String[] TOOLS = {"gzip", "xz", "zstd"};

    private final Terminal terminal;

    @Mixin
    StoreOption storeOption;

    @Option(names = "--json", description = "Print a JSON array.")
    boolean json;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        machine(findings);
        Facilities.probe()
                .forEach(f -> findings.add(new Finding(
                        f.name(),
                        f.available(),
                        false,
                        f.detail(),
                        f.available() ? "" : f.consequence() + "; " + f.remedy())));
        findings.add(store());
        for (String tool : TOOLS) {
            boolean found = isOnPath(tool);
            findings.add(new Finding(
                    tool,
                    found,
                    false,
                    found ? "on the PATH" : "not on the PATH",
                    found
                            ? ""
                            : "examples/compression needs it: apt-get install "
                                    + (tool.equals("xz") ? "xz-utils" : tool)));
        }
        if (json) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            findings.forEach(f -> array.add(toJson(f)));
            terminal.out().println(Json.write(array));
        } else {
            print(findings);
        }
        return findings.stream().allMatch(f -> f.ok() || !f.needed()) ? ExitCode.DONE : ExitCode.UNEXPECTED;
    }

    private static void machine(List<Finding> findings) {
        findings.add(new Finding("hone", true, true, HoneCommand.Version.version(), ""));
        findings.add(new Finding("java", true, true, Runtime.version() + " at " + System.getProperty("java.home"), ""));
        int cores = Runtime.getRuntime().availableProcessors();
        findings.add(new Finding("cores", true, true, Integer.toString(cores), ""));
        String memory = "heap up to " + Text.bytes(Runtime.getRuntime().maxMemory());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            memory = Text.bytes(system.getTotalMemorySize()) + ", " + memory;
        }
        findings.add(new Finding("memory", true, true, memory, ""));
        long methods = MethodCatalogue.load().methods().size();
        findings.add(new Finding(
                "methods",
                methods > 0,
                true,
                Text.count(methods, "method") + ", see 'hone methods'",
                methods > 0 ? "" : "hone-search is not on the class path: build anew with ./hone"));
    }

    /** A SQLite store that does not exist yet is fine if it could be made. */
    private Finding store() {
        String location = storeOption.location();
        if (!location.contains("://") && !location.contains(":") && !Files.exists(Path.of(location))) {
            Path folder = Path.of(location).toAbsolutePath().getParent();
            boolean writable = folder != null && Files.isWritable(folder);
            return new Finding(
                    "store",
                    writable,
                    true,
                    location + (writable ? ", will be made by 'hone tune'" : " cannot be made in " + folder),
                    writable ? "" : "run where you may write, or choose another place with --store");
        }
        try (StudyStore store = storeOption.open()) {
            return new Finding(
                    "store",
                    true,
                    true,
                    store.location() + ", " + "studies: " + store.studies().size(),
                    "");
        } catch (HoneException e) {
            return new Finding("store", false, true, location, e.getMessage());
        }
    }

    private void print(List<Finding> findings) {
        Style style = new Style(terminal.outColour());
        int width = findings.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        for (Finding finding : findings) {
            String mark = finding.ok() ? style.good("ok     ") : style.bad("missing");
            terminal.out()
                    .println(mark + "  " + finding.name()
                            + " ".repeat(width - finding.name().length()) + "  " + finding.detail());
            if (!finding.advice().isEmpty()) {
                terminal.out().println(" ".repeat(11 + width) + finding.advice());
            }
        }
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode toJson(Finding finding) {
        return Json.MAPPER
                .createObjectNode()
                .put("name", finding.name())
                .put("ok", finding.ok())
                .put("needed", finding.needed())
                .put("detail", finding.detail())
                .put("advice", finding.advice());
    }
}
