package dev.hone.core.analyse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All analyses on the class path. Immutable and thread-safe. */
public final class Analyses {

    private final List<ImportanceAnalysis> importances;
    private final Optional<SurrogateAnalysis> surrogate;
    private final Optional<TerminationAnalysis> termination;

    private Analyses(
            List<ImportanceAnalysis> importances,
            Optional<SurrogateAnalysis> surrogate,
            Optional<TerminationAnalysis> termination) {
        this.importances = importances;
        this.surrogate = surrogate;
        this.termination = termination;
    }

    public static Analyses load() {
        ClassLoader loader = Analyses.class.getClassLoader();
        List<ImportanceAnalysis> importances = new ArrayList<>();
        ServiceLoader.load(ImportanceAnalysis.class, loader).forEach(importances::add);
        importances.sort(Comparator.comparing(ImportanceAnalysis::id));
        return new Analyses(
                List.copyOf(importances),
                ServiceLoader.load(SurrogateAnalysis.class, loader).findFirst(),
                ServiceLoader.load(TerminationAnalysis.class, loader).findFirst());
    }

    /** The given ones. */
    public static Analyses of(
            List<ImportanceAnalysis> importances, SurrogateAnalysis surrogate, TerminationAnalysis termination) {
        return new Analyses(List.copyOf(importances), Optional.of(surrogate), Optional.of(termination));
    }

    /** No analyses at all: charts then show data only. */
    public static Analyses none() {
        return new Analyses(List.of(), Optional.empty(), Optional.empty());
    }

    /** By id. */
    public List<ImportanceAnalysis> importances() {
        return importances;
    }

    public Optional<SurrogateAnalysis> surrogate() {
        return surrogate;
    }

    public Optional<TerminationAnalysis> termination() {
        return termination;
    }
}
