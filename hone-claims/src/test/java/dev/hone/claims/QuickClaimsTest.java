package dev.hone.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every claim that is marked quick holds, and its ablation does not. */
class QuickClaimsTest {

    static Stream<Claim> quick() {
        return Claims.all().stream().filter(c -> c.about().quick());
    }

    @ParameterizedTest
    @MethodSource("quick")
    void passes(Claim claim) throws Exception {
        ClaimResult result = ClaimHarness.run(claim, (done, step) -> {});
        assertThat(result.passed())
                .as(claim.about().slug() + " " + result.summary())
                .isTrue();
    }
}
