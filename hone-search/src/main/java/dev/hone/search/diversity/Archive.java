package dev.hone.search.diversity;

import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Trial;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A grid over descriptors with the best trial of each cell, its elite. Not thread-safe. */
public final class Archive {

    /** For a study with several objectives. */
    static final String INSTEAD = "measure what tells solutions apart as metrics, or use nsga2";

    /** @param cell index along each descriptor */
    public record Elite(List<Integer> cell, Trial<Configuration> trial, double loss) {}

    /**
     * What a trial did to the archive.
     *
     * @param isNew whether its cell was empty
     * @param improvement by how much it is better than the elite that it meets; its negative loss where the cell was empty
     */
    record Added(boolean isNew, double improvement) {

        boolean isElite() {
            return isNew || improvement > 0;
        }
    }

    private final List<Descriptor> descriptors;
    private final Problem problem;
    private final Map<List<Integer>, Elite> elites = new HashMap<>();
    /** In the order in which their cells were first reached, so that draws from them are reproducible. */
    private final List<List<Integer>> order = new ArrayList<>();

    public Archive(List<Descriptor> descriptors, Problem problem) {
        this.descriptors = Descriptor.check(descriptors);
        this.problem = problem;
    }

    /** The archive that finished trials make, by the study's first objective. */
    public static Archive of(List<Descriptor> descriptors, Problem problem, Collection<Trial<Configuration>> trials) {
        Archive archive = new Archive(descriptors, problem);
        trials.forEach(archive::add);
        return archive;
    }

    /** Takes {@code trial} in if it is complete, feasible, has all descriptors, and beats the elite of its cell. */
    Added add(Trial<Configuration> trial) {
        Standing standing = Standing.of(trial, problem);
        List<Integer> cell = standing.isFeasible() ? cell(trial) : List.of();
        if (cell.isEmpty()) {
            return new Added(false, Double.NEGATIVE_INFINITY);
        }
        double loss = standing.losses()[0];
        Elite before = elites.get(cell);
        if (before == null) {
            order.add(cell);
        }
        if (before == null || loss < before.loss()) {
            elites.put(cell, new Elite(cell, trial, loss));
        }
        return before == null ? new Added(true, -loss) : new Added(false, before.loss() - loss);
    }

    /** Empty if a descriptor was not measured. */
    private List<Integer> cell(Trial<Configuration> trial) {
        Map<String, Double> metrics = trial.evaluation().orElseThrow().metrics();
        List<Integer> cell = new ArrayList<>();
        for (Descriptor descriptor : descriptors) {
            Double value = metrics.get(descriptor.metric());
            if (value == null) {
                return List.of();
            }
            cell.add(descriptor.cell(value));
        }
        return cell;
    }

    public int size() {
        return elites.size();
    }

    /** Elites, in the order in which their cells were first reached. */
    public List<Elite> elites() {
        return order.stream().map(elites::get).toList();
    }

    Elite elite(int i) {
        return elites.get(order.get(i));
    }

    /** Share of the cells that have an elite. */
    public double coverage() {
        double cells = 1;
        for (Descriptor descriptor : descriptors) {
            cells *= descriptor.cells();
        }
        return size() / cells;
    }

    /** The best elite's loss. */
    public OptionalDouble leastLoss() {
        return elites.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Collections.min(
                        elites.values().stream().map(Elite::loss).toList()));
    }
}
