package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExpectationPropagationTest {

    @Test
    void oneConditionIsExact() {
        // z ~ N(-0.5, 2) given z >= 0: a truncated normal
        double[] mean = {-.5};
        double[][] covariance = {{2}};
        ExpectationPropagation.Sites sites =
                ExpectationPropagation.fit(mean, covariance, new double[] {0}, new double[] {0});
        double[][] moments = ExpectationPropagation.moments(mean, covariance, sites.precision(), sites.precisionMean());
        double a = -.5 / Math.sqrt(2);
        double b = Normal.pdf(a) / Normal.cdf(a);
        assertThat(moments[0][0]).isCloseTo(-.5 + Math.sqrt(2) * b, within(1e-3));
        assertThat(moments[1][0]).isCloseTo(2 * (1 - b * (b + a)), within(1e-3));
    }

    @Test
    void aConditionThatHoldsAnywayChangesNothing() {
        double[] mean = {10, -3};
        double[][] covariance = {{1, .4}, {.4, 2}};
        ExpectationPropagation.Sites sites =
                ExpectationPropagation.fit(mean, covariance, new double[] {0, -100}, new double[] {0, .3});
        double[][] moments = ExpectationPropagation.moments(mean, covariance, sites.precision(), sites.precisionMean());
        assertThat(moments[0]).containsExactly(mean, within(1e-6));
        assertThat(moments[1]).containsExactly(new double[] {1, 2}, within(1e-6));
    }

    @Test
    void correlatedConditionsHaveTheMomentsOfTheOrthant() {
        // both halves of a pair with correlation 0.5: E[z_1; z > 0] / P(z > 0), P = 1/4 + asin(0.5) / (2 pi) = 1/3
        double[] mean = {0, 0};
        double[][] covariance = {{1, .5}, {.5, 1}};
        ExpectationPropagation.Sites sites =
                ExpectationPropagation.fit(mean, covariance, new double[] {0, 0}, new double[] {0, 0});
        double[][] moments = ExpectationPropagation.moments(mean, covariance, sites.precision(), sites.precisionMean());
        double exact = 3 * (1 + .5) / (2 * Math.sqrt(2 * Math.PI));
        assertThat(moments[0][0]).isCloseTo(exact, within(.02));
        assertThat(moments[0][1]).isCloseTo(exact, within(.02));
    }
}
