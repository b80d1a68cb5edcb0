package dev.hone.cli.tune;

import dev.hone.cli.verify.Front;
import dev.hone.cli.verify.Verification.Contender;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which trials are measured again: the best one; with several objectives the best of each and the knee of the front. */
final class Contenders {

    private Contenders() {}

    /** The baseline first; a trial that is the best in several respects comes once, under all its labels. */
    static <C> List<Contender> of(Study<C> study, Evaluator<C> evaluator, Contender baseline) {
        List<Trial<C>> front = study.front();
        Map<Trial<C>, List<String>> labels = new LinkedHashMap<>();
        if (!front.isEmpty()) {
            List<Objective> objectives = study.objectives();
            List<List<Double>> points = front.stream().map(Trial::values).toList();
            for (int j = 0; j < objectives.size(); j++) {
                String label = objectives.size() == 1
                        ? "best"
                        : "best " + objectives.get(j).name();
                add(labels, front.get(Front.best(points, objectives, j)), label);
            }
            if (objectives.size() > 1) {
                add(labels, front.get(Front.knee(points, objectives)), "knee");
            }
        }
        List<Contender> contenders = new ArrayList<>(List.of(baseline));
        labels.forEach((trial, names) -> contenders.add(new Contender(
                String.join(", ", names) + " (trial " + trial.number() + ")",
                trial.number(),
                context -> evaluator.evaluate(trial.candidate(), context))));
        return contenders;
    }

    private static <C> void add(Map<Trial<C>, List<String>> labels, Trial<C> trial, String label) {
        labels.computeIfAbsent(trial, t -> new ArrayList<>()).add(label);
    }
}
