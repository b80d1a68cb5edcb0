package dev.hone.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FacilitiesTest {

    @Test
    void whatIsMissingSaysHowToGetIt() {
        assertThat(Facilities.probe())
                .extracting(Facility::name)
                .containsExactly("process guard", "GNU time", "process namespaces", "cutting the network");
        assertThat(Facilities.probe()).allSatisfy(facility -> {
            assertThat(facility.remedy().isEmpty()).isEqualTo(facility.available());
            assertThat(facility.detail()).isNotBlank();
            assertThat(facility.consequence()).isNotBlank();
        });
    }
}
