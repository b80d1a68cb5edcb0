package dev.hone.search.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.Told;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final Problem PROBLEM = Problem.of(1, Objective.minimize("y"));

    private static List<Trial<Configuration>> trials(double... values) {
        Configuration any = SearchSpace.of(FloatParameter.linear("x", 0, 1)).configuration(Map.of("x", 0.5));
        return IntStream.range(0, values.length)
                .mapToObj(i -> Told.complete(i, any, Origin.OPTIMIZER, values[i]))
                .toList();
    }

    @Test
    void valuesOrderTheBestAndLeaveTheRestTogether() {
        List<Trial<Configuration>> trials = trials(4, 1, 3, 2, 5);

        assertThat(Answers.byValues(trials, Integer.MAX_VALUE, PROBLEM))
                .isEqualTo(List.of(List.of(1L), List.of(3L), List.of(2L), List.of(0L), List.of(4L)));
        assertThat(Answers.byValues(trials, 2, PROBLEM))
                .isEqualTo(List.of(List.of(1L), List.of(3L), List.of(2L, 0L, 4L)));
    }

    @Test
    void equalValuesShareATierAlsoWhereTheRestBegins() {
        assertThat(Answers.byValues(trials(1, 2, 2, 3, 4), 2, PROBLEM))
                .isEqualTo(List.of(List.of(0L), List.of(1L, 2L), List.of(3L, 4L)));
    }

    @Test
    void theFavouriteIsFirstMostOftenOrThePresentOneIfItIsAmongThem() {
        List<List<List<Long>>> answers =
                List.of(List.of(List.of(3L), List.of(1L, 2L)), List.of(List.of(1L), List.of(2L, 3L)));

        assertThat(Answers.favourite(answers, 2)).isEqualTo(1);
        assertThat(Answers.favourite(answers, 3)).isEqualTo(3);
    }
}
