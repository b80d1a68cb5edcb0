package dev.hone.cli.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the studies of a store. */
@Command(name = "list", description = "List the studies of a store.")
final class ListCommand implements Callable<Integer> {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final Terminal terminal;

    @Mixin
    StoreOption storeOption;

    @Option(names = "--json", description = "Print a JSON array.")
    boolean json;

    ListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = storeOption.openExisting()) {
            List<StudyRecord> studies = store.studies();
            if (json) {
                ArrayNode array = Json.MAPPER.createArrayNode();
                studies.forEach(s -> array.add(Views.json(store, s)));
                terminal.out().println(Json.write(array));
                return 0;
            }
            if (studies.isEmpty()) {
                terminal.out().println("no studies in " + store.location());
                return 0;
            }
            Table table = new Table("STUDY", "CREATED", "CONTROL", "TRIALS", "BEST");
            for (StudyRecord study : studies) {
                table.row(
                        study.name(),
                        TIME.format(study.created()),
                        control(store, study),
                        Views.counts(store.counts(study.id())),
                        best(store, study));
            }
            table.print(terminal.out(), new Style(terminal.outColour()));
        }
        return 0;
    }

    /** Paused or stopped; nothing for a study that may run. */
    private static String control(StudyStore store, StudyRecord study) {
        Control control = Control.of(store, study.id());
        return control == Control.RUNNING ? "" : control.text();
    }

    private static String best(StudyStore store, StudyRecord study) {
        if (study.objectives().size() > 1) {
            return Text.count(Views.front(store, study).size(), "trial") + " on the front";
        }
        if (study.objectives().isEmpty()) {
            return store.best(study.id(), 0)
                    .map(t -> "trial " + t.number() + " preferred")
                    .orElse("");
        }
        return store.best(study.id(), 0)
                .map(t -> Views.values(study.objectives(), t.values()))
                .orElse("");
    }
}
