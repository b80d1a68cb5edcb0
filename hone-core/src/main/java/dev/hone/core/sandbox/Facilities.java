package dev.hone.core.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this system offers to {@link ProcessSandbox}. Probed by trying, once per JVM. Immutable. */
public final class Facilities {

    private static final int PROBE_SECONDS = 10;

    private final boolean linux;
    private final Optional<Path> shell;
    private final Optional<Path> setsid;
    private final Optional<Path> grep;
    private final Optional<Path> gnuTime;
    private final List<String> namespaces;
    private final boolean networkNamespace;
    private final String namespaceDetail;

    private Facilities() {
        linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && Files.isReadable(Path.of("/proc/self/stat"));
        shell = linux ? Executables.find("sh", "/bin:/usr/bin") : Optional.empty();
        setsid = linux ? find("setsid") : Optional.empty();
        grep = linux ? find("grep") : Optional.empty();
        gnuTime = linux ? find("time").filter(Facilities::isGnuTime) : Optional.empty();
        Optional<Path> unshare = linux ? find("unshare") : Optional.empty();
        if (unshare.isEmpty()) {
            namespaces = List.of();
            networkNamespace = false;
            namespaceDetail = linux ? "no program 'unshare' in PATH" : "only on Linux";
            return;
        }
        List<String> working = List.of();
        String detail = "";
        for (String mapping : List.of("--map-current-user", "--map-root-user")) {
            List<String> command = List.of(
                    unshare.get().toString(), "--user", mapping, "--pid", "--fork", "--kill-child", "--mount-proc");
            Probe probe = probe(command, "true");
            if (probe.status == 0) {
                working = command;
                detail = String.join(" ", command);
                break;
            }
            detail = probe.output.strip();
        }
        namespaces = working;
        namespaceDetail = detail;
        networkNamespace = !working.isEmpty() && probe(working, "--net", "true").status == 0;
    }

    /** Probed once, then remembered. */
    private static final class Holder {
        private static final Facilities DETECTED = new Facilities();
    }

    public static Facilities detected() {
        return Holder.DETECTED;
    }

    /** What a person may want to install or allow. */
    public static List<Facility> probe() {
        return detected().report();
    }

    /** Whether whole trees can be guarded: Linux with {@code sh} and {@code setsid}. */
    boolean canGuard() {
        return linux && shell.isPresent() && setsid.isPresent();
    }

    boolean canIsolate() {
        return canGuard() && !namespaces.isEmpty();
    }

    boolean canCutNetwork() {
        return canIsolate() && networkNamespace;
    }

    String namespaceDetail() {
        return namespaceDetail;
    }

    Path shell() {
        return shell.orElseThrow();
    }

    Path setsid() {
        return setsid.orElseThrow();
    }

    Optional<Path> grep() {
        return grep;
    }

    Optional<Path> gnuTime() {
        return gnuTime;
    }

    /** The command that enters new namespaces, without the program to run. */
    List<String> namespaceCommand(boolean network) {
        List<String> command = new ArrayList<>(namespaces);
        if (!network) {
            command.add("--net");
        }
        return command;
    }

    private List<Facility> report() {
        return List.of(
                new Facility(
                        "process guard",
                        canGuard(),
                        canGuard() ? setsid() + ", " + shell() : missingGuard(),
                        "no limits on CPU time and memory, and children may outlive a killed JVM",
                        canGuard() ? "" : "run on Linux with util-linux: apt-get install util-linux"),
                new Facility(
                        "GNU time",
                        gnuTime.isPresent(),
                        gnuTime.map(Path::toString).orElse("no GNU 'time' in PATH"),
                        "peak memory and CPU time are sampled instead of exact",
                        gnuTime.isPresent() ? "" : "apt-get install time"),
                new Facility(
                        "process namespaces",
                        canIsolate(),
                        namespaceDetail,
                        "leftover processes are searched and killed one by one, and a hostile one can hide",
                        canIsolate()
                                ? ""
                                : "allow unprivileged user namespaces: sysctl -w user.max_user_namespaces=15000, and"
                                        + " kernel.apparmor_restrict_unprivileged_userns=0 where AppArmor forbids them;"
                                        + " in a container, run it with a seccomp profile that allows unshare"),
                new Facility(
                        "cutting the network",
                        canCutNetwork(),
                        canCutNetwork() ? "unshare --net" : namespaceDetail,
                        "studies with 'network: false' are refused",
                        canCutNetwork() ? "" : "as for process namespaces"));
    }

    private String missingGuard() {
        if (!linux) {
            return System.getProperty("os.name") + " is not supported";
        }
        return shell.isEmpty() ? "no program 'sh'" : "no program 'setsid' in PATH";
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv("PATH");
        return Executables.find(program, (path == null ? "" : path + ":") + "/usr/bin:/bin:/usr/sbin:/sbin");
    }

    private static boolean isGnuTime(Path time) {
        return probe(List.of(time.toString()), "--version").output.contains("GNU");
    }

    private record Probe(int status, String output) {}

    private static Probe probe(List<String> command, String... more) {
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Probe(-1, argv + " does not return");
            }
            byte[] output = process.getInputStream().readNBytes(10_000);
            return new Probe(process.exitValue(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Probe(-1, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Probe(-1, "interrupted while trying " + argv);
        }
    }
}
