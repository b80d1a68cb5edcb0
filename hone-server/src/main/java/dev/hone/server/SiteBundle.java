package dev.hone.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboard's modules as one plain script, for places that cannot load modules: a file that is opened without a
 * server, and a script engine. Understands how the dashboard's modules are written, not all of JavaScript: imports at the
 * start of a line, by name and from relative files; exports in front of what is declared.
 */
final class SiteBundle {

    private static final Pattern IMPORT = Pattern.compile("(?ms)^import \\{([^}]*)\\} from '([^']+)';$");
    private static final Pattern EXPORT =
            Pattern.compile("(?m)^export ((?:async )?function\\*?|const|class) ([A-Za-z_$][\\w$]*)");
    private static final Pattern LEFT = Pattern.compile("(?m)^(?:import|export)\\b.*$");

    /** Wrapped text by path; a module stands after all it imports. */
    private final Map<String, String> modules = new LinkedHashMap<>();

    private final Map<String, String> replaced;

    private SiteBundle(Map<String, String> replaced) {
        this.replaced = replaced;
    }

    /**
     * A script that runs {@code entry} and leaves its exports in {@code hone}.
     *
     * @param entry path below the site's folder, such as {@code report.js}
     * @param replaced text by path of modules that are to be others
     */
    static String of(String entry, Map<String, String> replaced) {
        SiteBundle bundle = new SiteBundle(replaced);
        bundle.add(entry);
        return "'use strict';\nvar hone = (() => {\nconst modules = {};\n" + String.join("", bundle.modules.values())
                + "return modules['" + entry + "'];\n})();\n";
    }

    private void add(String path) {
        if (modules.containsKey(path)) {
            return;
        }
        String text = replaced.containsKey(path) ? replaced.get(path) : site(path);
        Matcher imports = IMPORT.matcher(text);
        StringBuilder body = new StringBuilder();
        while (imports.find()) {
            String other = Path.of(path)
                    .resolveSibling(imports.group(2))
                    .normalize()
                    .toString()
                    .replace('\\', '/');
            add(other);
            String names = imports.group(1).replaceAll(" as ", ": ");
            imports.appendReplacement(
                    body, Matcher.quoteReplacement("const {" + names + "} = modules['" + other + "'];"));
        }
        imports.appendTail(body);
        StringBuilder exports = new StringBuilder();
        Matcher exported = EXPORT.matcher(body);
        while (exported.find()) {
            exports.append(exported.group(2)).append(", ");
        }
        String plain = exported.replaceAll("$1 $2");
        Matcher left = LEFT.matcher(plain);
        if (left.find()) {
            throw new IllegalStateException(path + ": cannot be bundled: " + left.group());
        }
        modules.put(path, "modules['" + path + "'] = (() => {\n" + plain + "\nreturn {" + exports + "};\n})();\n");
    }

    private static String site(String path) {
        return text(new SiteFiles().page(path), path);
    }

    /** The text of a file that is part of this module. */
    static String text(Optional<SiteFiles.SiteFile> file, String path) {
        return new String(
                file.orElseThrow(() -> new IllegalStateException("not in the class path: " + path))
                        .content(),
                StandardCharsets.UTF_8);
    }
}
