package dev.hone.cli.terminal;

/** Colours as escape sequences, or as nothing where they are not wanted. */
public record Style(boolean enabled) {

    /** Something that must not be missed. */
    public String bad(String text) {
        return sgr("31", text);
    }

    public String good(String text) {
        return sgr("32", text);
    }

    public String strong(String text) {
        return sgr("1", text);
    }

    public String faint(String text) {
        return sgr("2", text);
    }

    private String sgr(String code, String text) {
        return enabled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
