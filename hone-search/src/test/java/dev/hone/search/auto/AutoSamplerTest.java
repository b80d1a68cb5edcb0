package dev.hone.search.auto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AutoSamplerTest {

    private static final Set<String> ALL =
            Set.of("brute-force", "gp", "tpe", "cmaes", "nsga2", "nsga3", "annealing", "cheb-cb", "tsallis-inf");
    private static final SearchSpace BOX =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.log("y", 1, 9));

    @Test
    void theChoiceFollowsSpaceBudgetAndObjectives() {
        SearchSpace choices = SearchSpace.of(CategoricalParameter.of("a", 1, 2, 3), FloatParameter.linear("x", 0, 1));
        SearchSpace tiny = SearchSpace.of(CategoricalParameter.of("a", 1, 2, 3));
        assertThat(choose(BOX, 100, 1, ALL)).isEqualTo("gp");
        assertThat(choose(BOX, 500, 1, ALL)).isEqualTo("gp");
        assertThat(choose(BOX, 501, 1, ALL)).isEqualTo("cmaes");
        assertThat(choose(BOX, 5000, 1, ALL)).isEqualTo("cmaes");
        assertThat(choose(BOX, 5000, 2, ALL)).isEqualTo("nsga2");
        assertThat(choose(BOX, 100, 5, ALL)).isEqualTo("nsga3");
        assertThat(choose(choices, 100, 1, ALL)).isEqualTo("gp");
        assertThat(choose(choices, 101, 1, ALL)).isEqualTo("tpe");
        assertThat(choose(choices, 100, 2, ALL)).isEqualTo("tpe");
        assertThat(choose(tiny, 100, 1, ALL)).isEqualTo("brute-force");
        assertThat(choose(tiny, 2, 1, ALL)).isEqualTo("gp");
    }

    @Test
    void wholeNumbersAndPrunersNeedMoreTrialsForCmaEs() {
        SearchSpace whole = SearchSpace.of(FloatParameter.linear("x", 0, 1), IntParameter.linear("n", 1, 1000));
        SearchSpace steps = SearchSpace.of(FloatParameter.stepped("x", 0, 100, 0.01));
        assertThat(choose(whole, 999, 1, ALL)).isEqualTo("tpe");
        assertThat(choose(whole, 1000, 1, ALL)).isEqualTo("cmaes");
        assertThat(choose(steps, 999, 1, ALL)).isEqualTo("tpe");
        assertThat(choose(box(21), 299, 1, ALL)).isEqualTo("tpe");
        assertThat(choose(box(21), 300, 1, ALL)).isEqualTo("cmaes");
        assertThat(choose(box(21), 300, 2, ALL)).isEqualTo("tpe");
        assertThat(AutoSampler.choose(box(21), problem(300, 1).pruned(true), ALL)
                        .id())
                .isEqualTo("tpe");
    }

    @Test
    void saysWhatIsTooMuchForAModel() {
        Problem wide = new Problem(List.of(Objective.minimize("o")), 1, OptionalLong.of(250), 32, false);
        assertThat(AutoSampler.over(box(21)).explain(wide))
                .isEqualTo("tpe, because there are 21 axes and 32 trials at a time");
        assertThat(AutoSampler.over(box(1)).explain(problem(700, 2))).isEqualTo("tpe, because there are 700 trials");
        assertThat(AutoSampler.over(box(1)).explain(problem(40, 1)))
                .isEqualTo("gp, because the space is numeric with 1 axis and 40 trials are planned");
    }

    private static SearchSpace box(int axes) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < axes; i++) {
            builder.add(FloatParameter.linear("x" + i, 0, 1));
        }
        return builder.build();
    }

    @Test
    void ordersAreAnnealedUnlessTrialsAreFewOrWide() {
        SearchSpace orders = SearchSpace.of(
                PermutationParameter.of("tour", "a", "b", "c", "d", "e", "f", "g", "h"), ConstantParameter.of("k", 1));
        SearchSpace orderAndNumber =
                SearchSpace.of(PermutationParameter.of("tour", "a", "b", "c", "d"), FloatParameter.linear("x", 0, 1));
        assertThat(choose(orders, 100, 1, ALL)).isEqualTo("gp");
        assertThat(choose(orders, 101, 1, ALL)).isEqualTo("annealing", "cheb-cb", "tsallis-inf");
        assertThat(choose(orders, 101, 2, ALL)).isEqualTo("tpe");
        assertThat(choose(orderAndNumber, 101, 1, ALL)).isEqualTo("tpe");
        Problem wide = new Problem(List.of(Objective.minimize("o")), 1, OptionalLong.of(500), 8, false);
        assertThat(AutoSampler.choose(orders, wide, ALL).id()).isEqualTo("tpe");
    }

    @Test
    void comparisonsAreLearnedFromByAModelUnlessThereAreManyNumbers() {
        Set<String> compare = Set.of("preference-bo", "rank-sgd");
        SearchSpace choices = SearchSpace.of(CategoricalParameter.of("a", 1, 2, 3), FloatParameter.linear("x", 0, 1));
        assertThat(choose(box(20), 100, 0, compare)).isEqualTo("preference-bo");
        assertThat(choose(box(21), 100, 0, compare)).isEqualTo("rank-sgd");
        assertThat(choose(choices, 100, 0, compare)).isEqualTo("preference-bo");
    }

    @Test
    void trialsAboutInstancesArePlayed() {
        SearchSpace one = SearchSpace.of(FloatParameter.linear("omega", 1, 2));
        Problem shifts = problem(100, 1).about(Optional.of(n -> Instance.of("shift", 0.1 * (n % 3))));
        assertThat(AutoSampler.choose(one, shifts, ALL))
                .isEqualTo(new AutoSampler.Choice(
                        "cheb-cb",
                        "trials are about instances, which differ in 'shift'",
                        Map.of("context", "shift", "context_low", 0.0, "context_high", 0.2)));
        Problem texts = problem(100, 1).about(Optional.of(n -> new Instance(Map.of("file", "a" + n, "size", 1))));
        assertThat(AutoSampler.choose(one, texts, ALL).id()).isEqualTo("tsallis-inf");
        SearchSpace wide = SearchSpace.of(
                FloatParameter.linear("a", 1, 2), FloatParameter.linear("b", 1, 2), FloatParameter.linear("c", 1, 2));
        assertThat(AutoSampler.choose(wide, shifts, ALL).id()).isEqualTo("gp");
    }

    @Test
    void itsBanditLearnsInOneRangeAndKeepsItWhenRestored() {
        SearchSpace one = SearchSpace.of(FloatParameter.linear("omega", 1, 2));
        Problem shifts = problem(100, 1).about(Optional.of(n -> Instance.of("shift", 0.1 * (n % 3))));
        Optimizer<Configuration> optimizer = AutoSampler.over(one).create(shifts);
        Ask<Configuration> ask = new Ask<>(1, 0, List.of(), List.of(Instance.of("shift", 0.1)));
        Proposal<Configuration> proposal = optimizer.ask(ask).get(0);
        Optimizer<Configuration> restored = AutoSampler.over(one).create(shifts);
        restored.restore(optimizer.state(), List.of());
        assertThat(restored.ask(ask).get(0)).isEqualTo(proposal);
        assertThat(restored.state()).startsWith("cheb-cb {\"context");

        // now two numbers tell the instances apart
        Problem shapes =
                problem(100, 1).about(Optional.of(n -> new Instance(Map.of("shift", 0.1 * (n % 3), "size", n))));
        AutoSampler auto = AutoSampler.over(one);
        assertThat(auto.explain(shapes)).startsWith("tsallis-inf, ");
        assertThat(auto.explain(shapes, optimizer.state())).isEqualTo("cheb-cb, as when the study began");
        assertThat(auto.explain(shifts, optimizer.state())).isEqualTo(auto.explain(shifts));
        Optimizer<Configuration> kept = auto.create(shapes);
        kept.restore(optimizer.state(), List.of());
        assertThat(kept.ask(ask).get(0)).isEqualTo(proposal);
    }

    @Test
    void whatIsNotInstalledIsReplacedAndSaidSo() {
        AutoSampler.Choice choice = AutoSampler.choose(BOX, problem(100, 1), Set.of("tpe"));
        assertThat(choice.id()).isEqualTo("tpe");
        assertThat(choice.reason()).contains("'gp' is not installed");
    }

    private static String choose(SearchSpace space, long trials, int objectives, Set<String> available) {
        return AutoSampler.choose(space, problem(trials, objectives), available).id();
    }

    private static Problem problem(long trials, int objectives) {
        List<Objective> list = IntStream.range(0, objectives)
                .mapToObj(i -> Objective.minimize("o" + i))
                .toList();
        return new Problem(list, 1, OptionalLong.of(trials), 1, false);
    }
}
