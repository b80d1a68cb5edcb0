package dev.hone.cli;

/** Words as a POSIX shell wants them. */
public final class Quoting {

    private Quoting() {}

    /** {@code word}, in single quotes if it needs any. */
    public static String shell(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
