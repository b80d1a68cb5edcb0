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
    private static final List<String> MAPPINGS = List.of("--map-current-user", "--map-root-user");

    private final boolean linux;
    private final Optional<Path> shell;
    private final Optional<Path> setsid;
    private final Optional<Path> grep;
    private final Optional<Path> gnuTime;
    private final List<String> namespaces;
    private final boolean networkNamespace;
    private final String namespaceDetail;

    private Facilities(
            boolean linux,
            Optional<Path> shell,
            Optional<Path> setsid,
            Optional<Path> grep,
            Optional<Path> gnuTime,
            List<String> namespaces,
            boolean networkNamespace,
            String namespaceDetail) {
        this.linux = linux;
        this.shell = shell;
        this.setsid = setsid;
        this.grep = grep;
        this.gnuTime = gnuTime;
        this.namespaces = namespaces;
        this.networkNamespace = networkNamespace;
        this.namespaceDetail = namespaceDetail;
    }

    private static Facilities detect() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && Files.isReadable(Path.of("/proc/self/stat"));
        if (!linux) {
            return new Facilities(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    false,
                    "only on Linux");
        }
        List<String> working = List.of();
        String detail = "no program 'unshare' in PATH";
        Optional<Path> unshare = find("unshare");
        for (String mapping : unshare.isEmpty() ? List.<String>of() : MAPPINGS) {
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
        return new Facilities(
                true,
                Executables.find("sh", "/bin:/usr/bin"),
                find("setsid"),
                find("grep"),
                find("time").filter(Facilities::isGnuTime),
                working,
                !working.isEmpty() && probe(working, "--net", "true").status == 0,
                detail);
    }

    /** This system if it had no GNU time. */
    Facilities withoutGnuTime() {
        return new Facilities(
                linux, shell, setsid, grep, Optional.empty(), namespaces, networkNamespace, namespaceDetail);
    }

    /** This system if it allowed no namespaces. */
    Facilities withoutNamespaces() {
        return new Facilities(linux, shell, setsid, grep, gnuTime, List.of(), false, "not allowed");
    }

    /** This system if a program could only be run plainly, as elsewhere than on Linux. */
    Facilities withoutGuard() {
        return new Facilities(
                linux,
                Optional.empty(),
                Optional.empty(),
                grep,
                gnuTime,
                List.of(),
                false,
                "no program 'unshare' in PATH");
    }

    /** Probed once, then remembered. */
    private static final class Holder {
        private static final Facilities DETECTED = detect();
    }

    public static Facilities detected() {
        return Holder.DETECTED;
    }

    /** What a person may want to install or allow. */
    public static List<Facility> probe() {
        return detected().report();
    }

    /** Whether CPU time and peak memory are the kernel's account of the finished process, rather than sampled. */
    public boolean measuresExactly() {
        return canGuard() && gnuTime.isPresent();
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

    List<Facility> report() {
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
