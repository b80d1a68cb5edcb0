package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.store.StudyStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a study another name. */
@Command(name = "rename", description = "Give a study another name.")
final class RenameCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "OLD", description = "The study.")
    String oldName;

    @Parameters(index = "1", paramLabel = "NEW", description = "Its new name, which no study of the store may have.")
    String newName;

    @Mixin
    StoreOption storeOption;

    RenameCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = storeOption.openExisting()) {
            store.rename(StoreOption.study(store, oldName).id(), newName);
            terminal.out().println("'" + oldName + "' is now called '" + newName + "'");
        }
        return 0;
    }
}
