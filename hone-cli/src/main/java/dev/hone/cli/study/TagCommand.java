package dev.hone.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.Check;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Replaces the tags of a study. */
@Command(name = "tag", description = "Replace the tags of a study; without any it has none.")
final class TagCommand implements Callable<Integer> {

    /** Key of the study attribute, a JSON array of texts. */
    static final String ATTRIBUTE = "tags";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The study.")
    String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TAG", description = "The tags.")
    List<String> tags = new ArrayList<>();

    @Mixin
    StoreOption storeOption;

    TagCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The tags among a study's attributes. */
    static List<String> tags(Map<String, String> attributes) {
        List<String> tags = new ArrayList<>();
        JsonNode array = Json.parse(attributes.getOrDefault(ATTRIBUTE, "[]"));
        array.forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    @Override
    public Integer call() {
        tags.forEach(tag -> Check.notBlank("TAG", tag));
        try (StudyStore store = storeOption.openExisting()) {
            List<String> distinct = List.copyOf(new LinkedHashSet<>(tags));
            store.putAttribute(StoreOption.study(store, name).id(), ATTRIBUTE, Json.write(distinct));
            terminal.out().println(distinct.isEmpty() ? "no tags" : "tagged " + String.join(" ", distinct));
        }
        return 0;
    }
}
