package dev.hone.claims;

import dev.hone.claims.durability.CrashSafetyClaim;
import dev.hone.claims.durability.ResumeEquivalenceClaim;
import dev.hone.claims.search.BayesianOptimizationClaim;
import dev.hone.claims.search.ConsensusClaim;
import dev.hone.claims.search.GaussianProcessRegretClaim;
import dev.hone.claims.search.LearningToRelaxClaim;
import dev.hone.claims.search.MateChoiceClaim;
import dev.hone.claims.search.MultiFidelityClaim;
import dev.hone.claims.search.RankSgdClaim;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.List;

/** All claims, in the order in which they are run. */
public final class Claims {

    private static final List<Claim> ALL = List.of(
            new ResumeEquivalenceClaim(),
            new CrashSafetyClaim(),
            new GaussianProcessRegretClaim(),
            new ConsensusClaim(),
            new BayesianOptimizationClaim(),
            new RankSgdClaim(),
            new LearningToRelaxClaim(),
            new MultiFidelityClaim(),
            new MateChoiceClaim());

    private Claims() {}

    public static List<Claim> all() {
        return ALL;
    }

    /**
     * The claims with the given names: slugs, row numbers, or {@code all}.
     *
     * @throws InvalidFieldException naming the first that does not exist
     */
    public static List<Claim> select(List<String> names) {
        List<Claim> selected = new ArrayList<>();
        for (String name : names) {
            if (name.equals("all")) {
                return ALL;
            }
            selected.add(ALL.stream()
                    .filter(c -> c.about().slug().equals(name) || isRow(c, name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name)));
        }
        return selected;
    }

    private static boolean isRow(Claim claim, String name) {
        return claim.about().row().isPresent()
                && name.matches("\\d{1,3}")
                && claim.about().row().getAsInt() == Integer.parseInt(name);
    }

    private static InvalidFieldException unknown(String name) {
        List<String> slugs = ALL.stream().map(c -> c.about().slug()).toList();
        return new InvalidFieldException(
                "claim", "is '" + name + "'" + Nearest.hint(name, slugs) + ", expected 'all' or one of " + slugs);
    }
}
