package dev.hone.search.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorTest {

    @Test
    void cells() {
        Descriptor descriptor = new Descriptor("size", -1, 1, 4);
        assertThat(descriptor.cell(-1)).isZero();
        assertThat(descriptor.cell(-0.5001)).isZero();
        assertThat(descriptor.cell(-0.5)).isEqualTo(1);
        assertThat(descriptor.cell(0.99)).isEqualTo(3);
        assertThat(descriptor.cell(1)).isEqualTo(3);
        assertThat(descriptor.cell(-1e300)).isZero();
        assertThat(descriptor.cell(1e300)).isEqualTo(3);
    }

    @Test
    void reads() {
        assertThat(Descriptor.parse(" size_mb:0:50:10, colours : 1 : 9.5 : 8 "))
                .containsExactly(new Descriptor("size_mb", 0, 50, 10), new Descriptor("colours", 1, 9.5, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "size",
                "size:0:1",
                "size:0:1:4:2",
                "size:a:1:4",
                "size:0:1:2.5",
                "size:1:0:4",
                "size:0:1:0",
                ":0:1:4",
                "size:0:1:4,",
                "size:0:1:4,size:0:1:4",
                "size:NaN:1:4"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Descriptor.parse(text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("descriptors");
    }
}
