package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The search space that the trials of an Optuna study show. Optuna has no space: its objective asks for parameters as it
 * runs. A parameter that some finished trial lacks becomes conditional on the categorical parameter whose value decides in
 * all finished trials whether it is there.
 */
record OptunaSpace(SearchSpace space, Map<String, OptunaDistribution> domains) {

    static OptunaSpace read(Handle handle, long studyId) {
        Map<String, OptunaDistribution> domains = new LinkedHashMap<>();
        handle.createQuery("SELECT DISTINCT p.param_name, p.distribution_json FROM trial_params p"
                        + " JOIN trials t ON t.trial_id = p.trial_id WHERE t.study_id = :study ORDER BY p.param_id")
                .bind("study", studyId)
                .map((r, context) -> {
                    String name = r.getString(1);
                    OptunaDistribution domain = OptunaDistribution.parse(r.getString(2));
                    return domains.merge(name, domain, (a, b) -> a.with(name, b));
                })
                .list();
        if (domains.isEmpty()) {
            throw new HoneException("the study has no parameters yet, expected at least one trial with parameters");
        }
        Presence presence = Presence.read(handle, studyId, domains);
        SearchSpace.Builder builder = SearchSpace.builder();
        domains.forEach((name, domain) -> {
            Parameter parameter = domain.parameter(name);
            builder.add(presence.condition(name, domains).map(parameter::when).orElse(parameter));
        });
        return new OptunaSpace(builder.build(), domains);
    }

    /** Parameters of a trial as a JSON object. */
    JsonNode values(Handle handle, long trialId) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        handle.createQuery("SELECT param_name, param_value FROM trial_params WHERE trial_id = :id ORDER BY param_id")
                .bind("id", trialId)
                .map((r, context) ->
                        values.put(r.getString(1), domains.get(r.getString(1)).decode(r.getDouble(2))))
                .list();
        return OptunaImport.object(values);
    }

    /**
     * Which parameters finished trials have.
     *
     * @param trials number of finished trials
     * @param count number of finished trials with a parameter
     * @param with by parameter and categorical parameter: positions of the choices of finished trials that have it
     * @param without the same of those that lack it; contains -1 where the categorical parameter itself is absent
     */
    private record Presence(
            long trials,
            Map<String, Long> count,
            Map<String, Map<String, Set<Integer>>> with,
            Map<String, Map<String, Set<Integer>>> without) {

        static Presence read(Handle handle, long studyId, Map<String, OptunaDistribution> domains) {
            Map<Long, Map<String, Double>> page = new LinkedHashMap<>();
            long[] trials = {0};
            Presence presence = new Presence(0, new HashMap<>(), new HashMap<>(), new HashMap<>());
            handle
                    .createQuery("SELECT t.trial_id, p.param_name, p.param_value FROM trials t"
                            + " JOIN trial_params p ON p.trial_id = t.trial_id"
                            + " WHERE t.study_id = :study AND t.state IN ('COMPLETE', 'PRUNED') ORDER BY t.trial_id")
                    .bind("study", studyId)
                    .setFetchSize(1000)
                    .map((r, context) -> {
                        long id = r.getLong(1);
                        if (!page.containsKey(id) && !page.isEmpty()) {
                            presence.add(page.values().iterator().next(), domains);
                            page.clear();
                        }
                        if (page.isEmpty()) {
                            trials[0]++;
                        }
                        return page.computeIfAbsent(id, i -> new HashMap<>()).put(r.getString(2), r.getDouble(3));
                    })
                    .stream()
                    .forEach(ignored -> {});
            page.values().forEach(last -> presence.add(last, domains));
            return new Presence(trials[0], presence.count, presence.with, presence.without);
        }

        private void add(Map<String, Double> trial, Map<String, OptunaDistribution> domains) {
            for (String name : domains.keySet()) {
                boolean there = trial.containsKey(name);
                count.merge(name, there ? 1L : 0L, Long::sum);
                domains.forEach((parent, domain) -> {
                    if (!domain.choices().isEmpty() && !parent.equals(name)) {
                        int choice = trial.getOrDefault(parent, -1.0).intValue();
                        (there ? with : without)
                                .computeIfAbsent(name, n -> new HashMap<>())
                                .computeIfAbsent(parent, n -> new HashSet<>())
                                .add(choice);
                    }
                });
            }
        }

        Optional<Condition> condition(String name, Map<String, OptunaDistribution> domains) {
            if (count.getOrDefault(name, 0L) == trials) {
                return Optional.empty();
            }
            for (Map.Entry<String, Set<Integer>> candidate :
                    with.getOrDefault(name, Map.of()).entrySet()) {
                Set<Integer> lacking = without.get(name).get(candidate.getKey());
                boolean decides = candidate.getValue().stream().noneMatch(c -> c < 0 || lacking.contains(c));
                if (decides) {
                    List<Object> values = new ArrayList<>();
                    OptunaDistribution parent = domains.get(candidate.getKey());
                    candidate.getValue().stream()
                            .sorted()
                            .forEach(c -> values.add(Json.MAPPER.convertValue(parent.decode(c), Object.class)));
                    return Optional.of(new Condition(candidate.getKey(), values));
                }
            }
            throw new HoneException("parameter '" + name + "' is absent from "
                    + (trials - count.getOrDefault(name, 0L)) + " of " + trials
                    + " finished trials, and no categorical parameter decides when; Hone needs such a condition");
        }
    }
}
