package dev.hone.cli;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.store.Stores;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --store} option. */
public final class StoreOption {

    private static final String DEFAULT = "hone.db";
    private static final String SQLITE = "sqlite:";

    @Option(
            names = "--store",
            paramLabel = "LOCATION",
            description =
                    "Where studies live: a SQLite file, or postgresql://HOST/DATABASE. Default: $HONE_STORE, else "
                            + DEFAULT + ".")
    String location;

    /** As given, or from the environment, or the default. */
    public String location() {
        if (location != null) {
            return location;
        }
        String variable = System.getenv("HONE_STORE");
        return variable == null || variable.isBlank() ? DEFAULT : variable;
    }

    /** Opens the store, which is made if it does not exist. */
    public StudyStore open() {
        return Stores.open(location());
    }

    /**
     * Opens a store that must exist, so that a misspelt location does not leave an empty file behind.
     *
     * @throws HoneException if there is none
     */
    public StudyStore openExisting() {
        String path = location().startsWith(SQLITE) ? location().substring(SQLITE.length()) : location();
        boolean isFile = !path.contains("://") && !path.equals(":memory:");
        if (isFile && !Files.exists(Path.of(path))) {
            throw new HoneException("there is no store at " + path
                    + "; 'hone tune' makes one, --store LOCATION or HONE_STORE names another");
        }
        return open();
    }

    /**
     * A study by name; without a name the only one.
     *
     * @throws HoneException if there is no such study, or several to choose from
     */
    public static StudyRecord study(StudyStore store, String name) {
        if (name != null) {
            return store.find(name).orElseThrow(() -> {
                List<String> names =
                        store.studies().stream().map(StudyRecord::name).toList();
                return new InvalidFieldException(
                        "NAME",
                        "no study '" + name + "' in " + store.location() + Nearest.hint(name, names)
                                + (names.isEmpty() ? "; it has no studies" : "; studies are " + names));
            });
        }
        List<StudyRecord> all = store.studies();
        if (all.size() != 1) {
            throw new InvalidFieldException(
                    "NAME",
                    "is missing, and " + store.location() + " has "
                            + (all.isEmpty()
                                    ? "no studies"
                                    : all.size() + ": "
                                            + all.stream()
                                                    .map(StudyRecord::name)
                                                    .toList()));
        }
        return all.get(0);
    }

    /** The option again, for a command that is shown to be typed; empty for the default. */
    public String again() {
        return location == null ? "" : " --store " + Quoting.shell(location);
    }
}
