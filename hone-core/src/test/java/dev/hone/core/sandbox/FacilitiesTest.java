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

    @Test
    void saysWhatASystemWithLessLacks() {
        Facilities bare = Facilities.detected().withoutGnuTime().withoutGuard();

        assertThat(bare.report()).extracting(Facility::available).containsExactly(false, false, false, false);
        assertThat(bare.report())
                .allSatisfy(facility -> assertThat(facility.remedy()).isNotBlank());
        assertThat(bare.report().get(1).remedy()).isEqualTo("apt-get install time");
    }
}
