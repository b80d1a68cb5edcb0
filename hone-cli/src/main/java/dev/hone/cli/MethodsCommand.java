package dev.hone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Nearest;
import dev.hone.core.method.Method;
import dev.hone.core.method.MethodCatalogue;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the method catalogue, or shows one method. */
@Command(
        name = "methods",
        description = "List the methods (optimizers, pruners, trainers), or show one with its options.")
final class MethodsCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Style style;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A method to show in detail.")
    String name;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    MethodsCommand(Terminal terminal) {
        this.terminal = terminal;
        style = new Style(terminal.outColour());
    }

    @Override
    public Integer call() {
        List<Method> all = MethodCatalogue.load().methods();
        if (name == null) {
            list(all);
        } else {
            List<Method> found = all.stream().filter(m -> m.id().equals(name)).toList();
            if (found.isEmpty()) {
                List<String> ids = all.stream().map(Method::id).distinct().toList();
                throw new InvalidFieldException(
                        "NAME", "is '" + name + "'" + Nearest.hint(name, ids) + "; methods are " + ids);
            }
            found.forEach(this::show);
        }
        return ExitCode.DONE;
    }

    private void list(List<Method> all) {
        if (json) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            all.forEach(m -> array.add(toJson(m)));
            terminal.out().println(Json.write(array));
            return;
        }
        Table table = new Table("KIND", "NAME", "WHAT", "NEEDS");
        all.forEach(m -> table.row(m.kind(), m.id(), m.title(), m.feedback()));
        table.print(terminal.out(), style);
    }

    private void show(Method method) {
        PrintStream out = terminal.out();
        if (json) {
            out.println(Json.write(toJson(method)));
            return;
        }
        out.println(style.strong(method.id()) + " (" + method.kind() + "): " + method.title());
        out.println();
        out.println(method.description());
        out.println();
        field("Paper", method.paper());
        field("Improves", method.improves());
        field("Needs", method.feedback());
        field("Claim", method.claim().map(c -> "hone claim " + c).orElse(""));
        if (!method.options().isEmpty()) {
            out.println();
            Table table = new Table("OPTION", "DEFAULT", "VALUES", "MEANING");
            for (var option : method.options()) {
                table.row(
                        option.name(),
                        option.defaultValue() == null ? "not set" : Text.value(option.defaultValue()),
                        option.expectation(),
                        option.description());
            }
            table.print(out, style);
        }
        if (!method.example().isBlank()) {
            out.println();
            out.println(style.strong("Example"));
            method.example().lines().forEach(line -> out.println("  " + line));
        }
        out.println();
    }

    private void field(String label, String text) {
        if (!text.isBlank()) {
            terminal.out().println(style.faint(label + ": " + " ".repeat(8 - label.length())) + text);
        }
    }

    private static ObjectNode toJson(Method method) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("kind", method.kind())
                .put("name", method.id())
                .put("title", method.title())
                .put("description", method.description())
                .put("paper", method.paper())
                .put("improves", method.improves())
                .put("feedback", method.feedback())
                .put("example", method.example())
                .put("claim", method.claim().orElse(null));
        ArrayNode options = node.putArray("options");
        for (var option : method.options()) {
            options.addObject()
                    .put("name", option.name())
                    .put("values", option.expectation())
                    .put("description", option.description())
                    .set("default", Json.MAPPER.valueToTree(option.defaultValue()));
        }
        return node;
    }
}
