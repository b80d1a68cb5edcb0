package dev.hone.cli.study;

import dev.hone.cli.ExitCode;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.HoneException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a study. */
@Command(name = "delete", description = "Delete a study with its trials and artifacts; asks first.")
final class DeleteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The study.")
    String name;

    @Mixin
    StoreOption storeOption;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (StudyStore store = storeOption.openExisting()) {
            StudyRecord study = StoreOption.study(store, name);
            String what =
                    "study '" + name + "' (" + Views.counts(store.counts(study.id())) + ") from " + store.location();
            if (!yes && !confirmed(what)) {
                terminal.err().println("nothing deleted");
                return ExitCode.USAGE;
            }
            store.delete(study.id());
            terminal.out().println("deleted " + what);
        }
        return 0;
    }

    private boolean confirmed(String what) throws IOException {
        terminal.err().print("Delete " + what + "? [y/N] ");
        terminal.err().flush();
        String answer = terminal.readLine();
        if (answer == null) {
            terminal.err().println();
            throw new HoneException("nobody answers; --yes deletes without asking");
        }
        return answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes");
    }
}
