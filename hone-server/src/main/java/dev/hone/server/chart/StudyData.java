package dev.hone.server.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The finished trials of a study at some moment. Finished trials never change, so that what was read of one is kept and
 * shared by later moments of the same study. Thread-safe.
 */
final class StudyData {

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    /** Trials read at once. */
    private static final int PAGE = 20_000;

    /** Candidates and curves that are kept. */
    private static final int MOST_KEPT = 10_000;

    private final StudyStore store;
    private final StudyRecord study;
    private final List<Ending> finished;
    private final List<Ending> byNumber;
    private final Map<Long, Map<String, Object>> candidates;
    private final Map<Long, NavigableMap<Long, Double>> curves;

    private StudyData(
            StudyStore store,
            StudyRecord study,
            List<Ending> finished,
            Map<Long, Map<String, Object>> candidates,
            Map<Long, NavigableMap<Long, Double>> curves) {
        this.store = store;
        this.study = study;
        this.finished = finished;
        this.candidates = candidates;
        this.curves = curves;
        byNumber = new ArrayList<>(finished);
        byNumber.sort(Comparator.comparingLong(Ending::number));
    }

    /** What the store has of the study now. */
    static StudyData read(StudyStore store, StudyRecord study) {
        return new StudyData(store, study, List.of(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>())
                .latest(study);
    }

    /**
     * The same study as it is now.
     *
     * @param now the study's record, which may have got another name
     */
    StudyData latest(StudyRecord now) {
        List<Ending> all = new ArrayList<>(finished);
        while (true) {
            List<Ending> page =
                    store.endings(study.id(), all.isEmpty() ? 0 : last(all).finishOrder(), PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
        }
        return all.size() == finished.size() && now.equals(study)
                ? this
                : new StudyData(store, now, all, candidates, curves);
    }

    private static Ending last(List<Ending> endings) {
        return endings.get(endings.size() - 1);
    }

    StudyStore store() {
        return store;
    }

    StudyRecord study() {
        return study;
    }

    /** Number of finished trials; tells moments of a study apart. */
    int counter() {
        return finished.size();
    }

    /** Finished trials by number. */
    List<Ending> byNumber() {
        return byNumber;
    }

    /** Complete trials in the order in which they finished. */
    List<Ending> complete() {
        return finished.stream().filter(Ending::isComplete).toList();
    }

    /** The parameters of some trials by number; of a candidate that is no JSON object, none. */
    Map<Long, Map<String, Object>> candidates(Collection<Long> numbers) {
        List<Long> missing =
                numbers.stream().filter(n -> !candidates.containsKey(n)).toList();
        Map<Long, Map<String, Object>> all = new LinkedHashMap<>();
        if (!missing.isEmpty()) {
            store.candidates(study.id(), missing).forEach((number, json) -> all.put(number, parameters(json)));
            if (candidates.size() + all.size() > MOST_KEPT) {
                candidates.clear();
            }
            candidates.putAll(all);
        }
        for (long number : numbers) {
            Map<String, Object> known = candidates.get(number);
            if (known != null) {
                all.put(number, known);
            }
        }
        // another thread may have made room meanwhile
        return all.keySet().containsAll(numbers) ? all : candidatesOf(numbers);
    }

    private Map<Long, Map<String, Object>> candidatesOf(Collection<Long> numbers) {
        Map<Long, Map<String, Object>> all = new LinkedHashMap<>();
        store.candidates(study.id(), numbers).forEach((number, json) -> all.put(number, parameters(json)));
        return all;
    }

    private static Map<String, Object> parameters(String json) {
        try {
            return json.startsWith("{") ? Json.MAPPER.readValue(json, OBJECT) : Map.of();
        } catch (JsonProcessingException e) {
            // another program's candidate, which has no parameters that we know of
            return Map.of();
        }
    }

    /** Intermediate values of a finished trial by step. */
    NavigableMap<Long, Double> curve(long number) {
        if (curves.size() > MOST_KEPT) {
            curves.clear();
        }
        return curves.computeIfAbsent(number, n -> store.reports(study.id(), n));
    }
}
