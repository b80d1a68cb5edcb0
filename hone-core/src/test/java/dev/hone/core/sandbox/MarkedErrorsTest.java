package dev.hone.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MarkedErrorsTest {

    /** However the stream is cut into reads, the parts come out the same. */
    @Property(tries = 300)
    void theCutsBetweenReadsDoNotMatter(
            @ForAll @StringLength(max = 30) @Chars({'a', 'M', 'A', '\n'}) String body,
            @ForAll @IntRange(min = 1, max = 7) int size) {
        String nonce = "MAMAX";
        OutputReader program = new OutputReader(line -> {});
        MarkedErrors errors = new MarkedErrors(nonce, program);
        byte[] all = ("warning\n" + nonce + "\n" + body + nonce + " 3\n").getBytes(StandardCharsets.US_ASCII);

        for (int from = 0; from < all.length; from += size) {
            byte[] chunk = Arrays.copyOfRange(all, from, Math.min(all.length, from + size));
            errors.accept(chunk, chunk.length, from + 1);
        }
        errors.finish();

        assertThat(errors.preamble()).isEqualTo("warning");
        assertThat(program.output().text()).isEqualTo(body);
        assertThat(errors.status()).hasValue(3);
        assertThat(errors.started()).isLessThanOrEqualTo(errors.ended()).isPositive();
    }

    @Test
    void withoutASecondMarkThereIsNoStatusAndNothingIsLost() {
        OutputReader program = new OutputReader(line -> {});
        MarkedErrors errors = new MarkedErrors("MARK", program);
        byte[] all = "MARK\nhalf of a MAR".getBytes(StandardCharsets.US_ASCII);

        errors.accept(all, all.length, 5);
        errors.finish();

        assertThat(program.output().text()).isEqualTo("half of a MAR");
        assertThat(errors.status()).isEmpty();
        assertThat(errors.ended()).isZero();
    }
}
