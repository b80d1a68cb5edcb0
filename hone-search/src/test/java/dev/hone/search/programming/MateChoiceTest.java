package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.search.programming.MateChoice.Child;
import dev.hone.search.programming.MateChoice.Couple;
import dev.hone.search.programming.MateChoice.Options;
import dev.hone.search.programming.MateChoice.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MateChoiceTest {

    /** Texts that tell how they came about; their distance is the difference of their lengths. */
    private static class Words implements Representation<String> {
        private final int longest;

        Words(int longest) {
            this.longest = longest;
        }

        @Override
        public String random(RandomGenerator random) {
            return "r" + random.nextInt(1_000_000);
        }

        @Override
        public Children<String> crossover(String a, String b, RandomGenerator random) {
            return new Children<>(a + "x" + b, b + "x" + a);
        }

        @Override
        public String mutate(String word, RandomGenerator random) {
            return word + "!";
        }

        @Override
        public double distance(String a, String b) {
            return Math.abs(a.length() - b.length());
        }

        @Override
        public boolean admits(String word) {
            return word.length() <= longest;
        }
    }

    /** A winner of length 2 that looks for length 5, and others of lengths 1, 3, 5 and 9. */
    private static final List<Mate<String>> POPULATION = List.of(
            new Mate<>(0, "s", "i", 3),
            new Mate<>(1, "ss", "iiiii", 1),
            new Mate<>(2, "sss", "i", 4),
            new Mate<>(3, "sssss", "i", 9),
            new Mate<>(4, "sssssssss", "i", Double.NaN));

    private static MateChoice<String> choice(Options options) {
        return new MateChoice<>(new Words(99), options);
    }

    /** Choosers of many tournaments that have everybody in them. */
    private static Set<Integer> choosers(double parsimony) {
        MateChoice<String> choice = new MateChoice<>(
                new Words(99) {
                    @Override
                    public int size(String word) {
                        return word.length();
                    }
                },
                new Options(Rule.STANDARD, 201, 3, 1, 0).withParsimony(parsimony));
        List<Mate<String>> population = POPULATION.subList(0, 4);
        Set<Integer> choosers = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            choosers.add(choice.choose(population, Seeds.stream(i)).chooser());
        }
        return choosers;
    }

    @Test
    void parsimonyPrefersTheSmallerOfThoseWhoAreHardlyWorse() {
        // losses 3, 1, 4 and 9 of sizes 1, 2, 3 and 5; the median of 201 draws is 3 or 4
        assertThat(choosers(0)).containsExactly(1);
        assertThat(choosers(0.5)).containsExactly(1);
        assertThat(choosers(1)).containsExactly(0);
    }

    /** Partners of the winner in many choices. */
    private static Set<Integer> partners(Rule rule, int candidates) {
        // A tournament of 200 among five has the winner in it.
        MateChoice<String> choice = choice(new Options(rule, 200, candidates, 1, 0));
        Set<Integer> partners = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Couple couple = choice.choose(POPULATION, Seeds.stream(i));
            assertThat(couple.chooser()).isEqualTo(1);
            partners.add(couple.partner());
        }
        return partners;
    }

    @Test
    void partnersAreFoundByTheRule() {
        assertThat(partners(Rule.PIMP, 5)).containsExactly(3);
        assertThat(partners(Rule.STANDARD, 5)).containsExactly(1);
        assertThat(partners(Rule.DISASSORTATIVE, 5)).containsExactly(4);
        assertThat(partners(Rule.RANDOM_MATE, 5)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        // Among four candidates of five the chooser is none, and lengths 1 and 3 are equally near to its own 2.
        assertThat(partners(Rule.ASSORTATIVE, 4)).containsExactlyInAnyOrder(0, 2);
        assertThat(partners(Rule.ASSORTATIVE, 5)).containsExactly(1);
        assertThat(partners(Rule.PIMP, 1)).containsExactlyInAnyOrder(0, 2, 3, 4);
    }

    @Test
    void candidatesAreDrawnWithoutRegardToFitness() {
        MateChoice<String> choice = choice(new Options(Rule.RANDOM_MATE, 200, 2, 1, 0));
        int[] counts = new int[5];
        for (int i = 0; i < 4000; i++) {
            counts[choice.choose(POPULATION, Seeds.stream(i, 7)).partner()]++;
        }
        assertThat(counts[1]).isZero();
        for (int other : new int[] {0, 2, 3, 4}) {
            assertThat(counts[other]).isBetween(880, 1120);
        }
    }

    @Test
    void bothChromosomesCrossAndChildrenPairFirstWithFirst() {
        Mate<String> a = new Mate<>(0, "A", "a", 1);
        Mate<String> b = new Mate<>(1, "B", "b", 1);
        assertThat(choice(new Options(Rule.PIMP, 1, 1, 1, 0)).breed(a, b, Seeds.stream(1)))
                .containsExactly(new Child<>("AxB", "axb"), new Child<>("BxA", "bxa"));
        assertThat(choice(new Options(Rule.PIMP, 1, 1, 0, 0)).breed(a, b, Seeds.stream(1)))
                .containsExactly(new Child<>("A", "a"), new Child<>("B", "b"));
        assertThat(choice(new Options(Rule.PIMP, 1, 1, 1, 1)).breed(a, b, Seeds.stream(1)))
                .containsExactly(new Child<>("AxB!", "axb!"), new Child<>("BxA!", "bxa!"));
    }

    @Test
    void chromosomesAreMutatedIndependently() {
        Mate<String> a = new Mate<>(0, "A", "a", 1);
        MateChoice<String> choice = choice(new Options(Rule.PIMP, 1, 1, 0, 0.5));
        Set<Child<String>> children = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            children.addAll(choice.breed(a, a, Seeds.stream(i)));
        }
        assertThat(children)
                .containsExactlyInAnyOrder(
                        new Child<>("A", "a"), new Child<>("A!", "a"), new Child<>("A", "a!"), new Child<>("A!", "a!"));
    }

    @Test
    void aChromosomeBeyondTheLimitIsReplacedByTheParentInWhichItIsRooted() {
        MateChoice<String> choice = new MateChoice<>(new Words(3), new Options(Rule.PIMP, 1, 1, 1, 0));
        assertThat(choice.breed(new Mate<>(0, "AA", "a", 1), new Mate<>(1, "B", "b", 1), Seeds.stream(1)))
                .containsExactly(new Child<>("AA", "axb"), new Child<>("B", "bxa"));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void rulesAreNamedAsInOptions(Rule rule) {
        assertThat(Rule.of(rule.id())).isEqualTo(rule);
        assertThat(Rule.RANDOM_MATE.id()).isEqualTo("random-mate");
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> Rule.of("pimpp"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("mating: is 'pimpp'")
                .hasMessageContaining("random-mate");
        List<Mate<String>> few = new ArrayList<>(POPULATION.subList(0, 4));
        assertThatThrownBy(() -> choice(Options.defaults()).choose(few, Seeds.stream(1)))
                .hasMessageContaining("population: is 4, expected at least 2 and at least the 5 candidates");
        assertThatThrownBy(() -> new Options(Rule.PIMP, 5, 5, 1.1, 0)).hasMessageContaining("crossover: is 1.1");
        assertThatThrownBy(() -> new Options(Rule.PIMP, 0, 5, 1, 0)).hasMessageContaining("tournament: is 0");
    }

    @Test
    void lossesThatAreNotFiniteAreTheWorst() {
        assertThat(new Mate<>(0, "", "", Double.NaN).loss()).isInfinite();
        assertThat(new Mate<>(0, "", "", Double.NEGATIVE_INFINITY).loss()).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
