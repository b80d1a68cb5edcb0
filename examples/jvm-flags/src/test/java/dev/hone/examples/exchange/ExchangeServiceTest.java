package dev.hone.examples.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExchangeServiceTest {

    @Test
    void theSameTrafficHasTheSameResultAndEveryKindOfMessageCounts() {
        Exchange.Report report = ExchangeService.serve(20_000, 7);

        assertThat(ExchangeService.serve(20_000, 7)).isEqualTo(report);
        assertThat(ExchangeService.serve(20_000, 8).checksum()).isNotEqualTo(report.checksum());
        assertThat(report.trades()).isPositive();
        assertThat(report.cancelled()).isPositive();
        assertThat(report.hits()).isPositive();
    }

    @Test
    void refusesALineThatIsNoMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageParser.parse("PING|1"))
                .withMessageContaining("PING|1");
    }
}
