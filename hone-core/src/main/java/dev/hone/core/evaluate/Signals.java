package dev.hone.core.evaluate;

import java.util.Map;

/** Names of the signals that end programs, as Linux numbers them. */
final class Signals {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL, an invalid instruction"),
            Map.entry(6, "SIGABRT, it aborted itself"),
            Map.entry(7, "SIGBUS, an invalid memory access"),
            Map.entry(8, "SIGFPE, an arithmetic error"),
            Map.entry(9, "SIGKILL, from outside: perhaps the system ran out of memory"),
            Map.entry(11, "SIGSEGV, an invalid memory access"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU, the CPU limit"),
            Map.entry(25, "SIGXFSZ, the file size limit"));

    private Signals() {}

    static String name(int signal) {
        String name = NAMES.get(signal);
        return "signal " + signal + (name == null ? "" : " (" + name + ")");
    }
}
