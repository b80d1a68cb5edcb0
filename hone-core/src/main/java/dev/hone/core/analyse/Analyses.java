package dev.hone.core.analyse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All analyses on the class path. Immutable and thread-safe. */
public final class Analyses {

    private final List<ImportanceAnalysis> importances;
    /** The first is that of studies whose optimizer has none. */
    private final List<SurrogateAnalysis> surrogates;

    private final Optional<TerminationAnalysis> termination;

    private Analyses(
            List<ImportanceAnalysis> importances,
            List<SurrogateAnalysis> surrogates,
            Optional<TerminationAnalysis> termination) {
        this.importances = importances;
        this.surrogates = surrogates;
        this.termination = termination;
    }

    public static Analyses load() {
        ClassLoader loader = Analyses.class.getClassLoader();
        List<ImportanceAnalysis> importances = new ArrayList<>();
        ServiceLoader.load(ImportanceAnalysis.class, loader).forEach(importances::add);
        importances.sort(Comparator.comparing(ImportanceAnalysis::id));
        return new Analyses(
                List.copyOf(importances),
                ServiceLoader.load(SurrogateAnalysis.class, loader).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                ServiceLoader.load(TerminationAnalysis.class, loader).findFirst());
    }

    /** The given ones. */
    public static Analyses of(
            List<ImportanceAnalysis> importances, SurrogateAnalysis surrogate, TerminationAnalysis termination) {
        return new Analyses(List.copyOf(importances), List.of(surrogate), Optional.of(termination));
    }

    /** No analyses at all: charts then show data only. */
    public static Analyses none() {
        return new Analyses(List.of(), List.of(), Optional.empty());
    }

    /** By id. */
    public List<ImportanceAnalysis> importances() {
        return importances;
    }

    public Optional<SurrogateAnalysis> surrogate() {
        return surrogates.stream().findFirst();
    }

    /** The model that optimizer {@code id} itself makes, if it is one that can be looked at. */
    public Optional<SurrogateAnalysis> surrogateOf(String id) {
        return surrogates.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    public Optional<TerminationAnalysis> termination() {
        return termination;
    }
}
