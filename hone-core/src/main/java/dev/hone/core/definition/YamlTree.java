package dev.hone.core.definition;

import dev.hone.core.definition.Located.Entry;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.Located.Place;
import dev.hone.core.definition.Located.Scalar;
import dev.hone.core.definition.Located.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML or JSON document into {@link Located} values. Only composes, never constructs, so no tag can make an
 * object. Plain scalars follow the core schema of YAML 1.2, in which {@code no}, {@code on} and {@code 12:30} are texts
 * and {@code 1e-3} is a number.
 */
final class YamlTree {

    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;
    /** Values after expansion of aliases: the bound against a small text that unfolds to a huge tree. */
    private static final int MAX_VALUES = 50_000;

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final Problems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /** The document's value, or empty if there is none that could be read; then {@code problems} says why. */
    static Optional<Located> read(String text, Problems problems) {
        if (text.length() > MAX_CHARACTERS) {
            problems.add(
                    new Place(1, 1),
                    "",
                    "has " + text.length() + " characters, expected at most " + MAX_CHARACTERS,
                    "");
            return Optional.empty();
        }
        YamlTree tree = new YamlTree(problems);
        try {
            Node node = compose(text);
            if (node == null) {
                problems.add(new Place(1, 1), "", "is empty, expected a study", StudyKeys.MINIMAL);
                return Optional.empty();
            }
            return Optional.of(tree.locate(node, ""));
        } catch (MarkedYAMLException e) {
            problems.add(place(e.getProblemMark()), "", syntax(text, e), "");
        } catch (TooLargeException | YAMLException e) {
            problems.add(new Place(1, 1), "", "cannot be read: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    private static Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        Resolver everythingIsText = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        // JSON may be indented by tabs, which YAML forbids; within a JSON string a tab cannot stand.
        String readable = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        return new Composer(new ParserImpl(new StreamReader(readable), options), everythingIsText, options)
                .getSingleNode();
    }

    private static String syntax(String text, MarkedYAMLException e) {
        int line = e.getProblemMark().getLine();
        String at = text.lines().skip(line).findFirst().orElse("");
        if (at.stripTrailing().indexOf('\t') >= 0
                && String.valueOf(e.getProblem()).contains("TAB")) {
            return "has a tab, expected spaces: YAML is indented with spaces only";
        }
        String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
        return "is not YAML: " + e.getProblem() + context;
    }

    private Located locate(Node node, String path) {
        if (++values > MAX_VALUES) {
            throw new TooLargeException("more than " + MAX_VALUES + " values once its aliases are written out");
        }
        Place place = place(node.getStartMark());
        if (!open.add(node)) {
            problems.add(place, path, "contains itself through an alias, expected a finite value", "");
            return new Scalar(path, place, null, "");
        }
        Located located;
        if (node instanceof MappingNode mapping) {
            located = mapping(mapping, path, place);
        } else if (node instanceof SequenceNode sequence) {
            List<Located> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(locate(item, path + "[" + items.size() + "]"));
            }
            located = new Sequence(path, place, items);
        } else {
            ScalarNode scalar = (ScalarNode) node;
            Object value = scalar.isPlain() ? resolve(scalar.getValue()) : scalar.getValue();
            located = new Scalar(path, place, value, scalar.getValue());
        }
        if (!Set.of(Tag.MAP, Tag.SEQ, Tag.STR).contains(node.getTag())) {
            problems.add(place, path, "has the tag " + node.getTag() + ", expected no tag", "");
        }
        open.remove(node);
        return located;
    }

    private Mapping mapping(MappingNode node, String path, Place place) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new java.util.HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyPlace = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(keyPlace, path, "has a key that is not a text, expected 'key: value'", "");
                continue;
            }
            String key = keyNode.getValue();
            String below = path.isEmpty() ? key : path + "." + key;
            Place first = seen.putIfAbsent(key, keyPlace);
            if (first != null) {
                problems.add(keyPlace, below, "is given twice, first in line " + first.line() + "; expected once", "");
            }
            entries.add(new Entry(key, keyPlace, locate(tuple.getValueNode(), below)));
        }
        return new Mapping(path, place, entries);
    }

    /** A plain scalar by the core schema of YAML 1.2. A whole number that does not fit 64 bits becomes a Double. */
    static Object resolve(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL":
                return null;
            case "true", "True", "TRUE":
                return true;
            case "false", "False", "FALSE":
                return false;
            case ".nan", ".NaN", ".NAN":
                return Double.NaN;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
                return Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF":
                return Double.NEGATIVE_INFINITY;
            default:
        }
        try {
            if (WHOLE.matcher(text).matches()) {
                return Long.parseLong(text);
            }
            if (HEXADECIMAL.matcher(text).matches()) {
                return Long.parseLong(text.substring(2), 16);
            }
        } catch (NumberFormatException e) {
            return HEXADECIMAL.matcher(text).matches() ? text : (Object) Double.valueOf(text);
        }
        return REAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    private static Place place(Mark mark) {
        return mark == null ? new Place(1, 1) : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }
}
