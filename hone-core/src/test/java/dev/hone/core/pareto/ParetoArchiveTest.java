package dev.hone.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.pareto.ParetoArchive.Offer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ParetoArchiveTest {

    @Property(tries = 500)
    void keepsExactlyTheFrontOfWhatItWasOffered(@ForAll("clouds") List<double[]> cloud) {
        ParetoArchive archive = new ParetoArchive();
        for (int i = 0; i < cloud.size(); i++) {
            archive.add(i, cloud.get(i));
        }

        int[] kept =
                archive.entries().stream().mapToInt(e -> (int) e.id()).sorted().toArray();
        assertThat(kept).containsExactly(Pareto.front(cloud.toArray(double[][]::new)));
        for (ParetoArchive.Entry entry : archive.entries()) {
            double[] offered = cloud.get((int) entry.id());
            for (int j = 0; j < offered.length; j++) {
                assertThat(entry.losses()[j] == offered[j]).isTrue();
            }
        }
    }

    /** Few different values, so that there are equal points and equal coordinates. */
    @Provide
    Arbitrary<List<double[]>> clouds() {
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(m -> Arbitraries.of(-1.0, -0.0, 0.0, 0.5, 2.0)
                        .array(Double[].class)
                        .ofSize(m)
                        .map(boxed -> Arrays.stream(boxed)
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .list()
                        .ofMaxSize(40));
    }

    @Test
    void equalPointsLeaveTogether() {
        for (int m = 1; m <= 3; m++) {
            ParetoArchive archive = new ParetoArchive();
            double[] point = new double[m];
            Arrays.fill(point, 1);
            archive.add(0, point);
            archive.add(1, point);

            assertThat(archive.add(2, new double[m]).left()).containsExactly(0L, 1L);
        }
    }

    @Test
    void saysWhatBecameOfAPoint() {
        ParetoArchive archive = new ParetoArchive();

        assertThat(archive.add(0, new double[] {1, 1})).isEqualTo(new Offer(true, List.of()));
        assertThat(archive.add(1, new double[] {1, 2})).isEqualTo(new Offer(false, List.of()));
        assertThat(archive.add(2, new double[] {0, 3})).isEqualTo(new Offer(true, List.of()));
        assertThat(archive.add(3, new double[] {0, 0})).isEqualTo(new Offer(true, List.of(2L, 0L)));
        assertThat(archive.entries())
                .singleElement()
                .extracting(ParetoArchive.Entry::id)
                .isEqualTo(3L);
    }
}
