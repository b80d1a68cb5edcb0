package dev.hone.search.ranking;

import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Trial;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The group of trials that are ranked together. A member is known by the screen's number and its index, which the trial
 * carries as an attribute.
 */
public final class Screen {

    public static final String ATTRIBUTE = "screen";

    /** Where a trial belongs. */
    public record Place(long screen, int index) {

        public String json() {
            return Json.write(Map.of("number", screen, "index", index));
        }

        public static Optional<Place> of(Trial<?> trial) {
            return Optional.ofNullable(trial.attributes().get(ATTRIBUTE))
                    .map(Json::parse)
                    .map(node -> new Place(
                            node.path("number").asLong(-1), node.path("index").asInt(-1)));
        }
    }

    private final long number;
    /** How many members must have finished. */
    private final int size;

    private final Map<Integer, Trial<Configuration>> finished = new TreeMap<>();
    private int asked;

    /** @param asked how many members have been proposed */
    public Screen(long number, int size, int asked) {
        this.number = number;
        this.size = size;
        this.asked = asked;
    }

    public long number() {
        return number;
    }

    public int asked() {
        return asked;
    }

    public int missing() {
        return Math.max(0, size - asked);
    }

    /** The index of the next member, which is proposed now. */
    public int next() {
        return asked++;
    }

    /** Takes a trial in if it is a member; false if it is none. */
    public boolean take(Trial<Configuration> trial) {
        Optional<Place> place = Place.of(trial).filter(p -> p.screen() == number && p.index() >= 0);
        place.ifPresent(p -> finished.put(p.index(), trial));
        return place.isPresent();
    }

    public boolean isFinished() {
        return finished.size() >= size;
    }

    /** Finished members by index. */
    public Map<Integer, Trial<Configuration>> members() {
        return finished;
    }
}
