package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.TerminationAnalysis.Termination;
import dev.hone.core.store.StudyStore.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether going on is worth it: {@code {points: [[number, regret_bound, noise]], stop_at, note}}. {@code stop_at} is the
 * number of the trial at which the bound first fell to the noise, null if it has not.
 */
final class TerminatorChart {

    /** Moments at which the study is looked back at; each takes a model. */
    private static final int MOMENTS = 30;

    private TerminatorChart() {}

    static ObjectNode of(ChartInput input) {
        ParameterView view = input.parameters();
        ObjectNode node = Rows.object();
        ArrayNode points = node.putArray("points");
        node.putNull("stop_at");
        if (input.analyses().termination().isEmpty()) {
            return node.put("note", "No method that tells when to stop is installed.");
        }
        if (view.space().isEmpty() || view.space().get().dimensions() == 0) {
            return node.put("note", view.hasParameters() ? "No parameter varies." : Notes.NO_PARAMETERS);
        }
        List<Ending> feasible =
                view.sample().trials().stream().filter(Ending::eligible).toList();
        Observations observations = view.observations(feasible);
        Termination found = input.analyses()
                .termination()
                .get()
                .analyse(
                        observations,
                        input.study().seed(),
                        Math.min(MOMENTS, input.query().maxPoints()));
        found.steps().forEach(step -> points.add(Rows.of(step.number(), step.regretBound(), step.noise())));
        OptionalLong stopAt = found.stopAt();
        if (stopAt.isPresent()) {
            node.put("stop_at", stopAt.getAsLong());
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                found.steps().isEmpty()
                        ? observations.size() + " feasible trials are too few to tell."
                        : "Noise: " + found.noiseSource() + ".");
        view.sample().note().ifPresent(notes::add);
        view.spaceNote().ifPresent(notes::add);
        Notes.put(node, notes);
        return node;
    }
}
