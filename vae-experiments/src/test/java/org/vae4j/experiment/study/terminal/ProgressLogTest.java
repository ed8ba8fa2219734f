package org.vae4j.experiment.study.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLogTest {

    private final AtomicLong seconds = new AtomicLong();
    private final ProgressLog log = new ProgressLog("eval", () -> 1_000_000_000L * seconds.get());

    @Test
    void shortWorkHasNoLines() {
        assertThat(log.line("sampling", 0.1)).isEmpty();
        seconds.set(14);
        assertThat(log.line("sampling", 0.9)).isEmpty();
    }

    @Test
    void longWorkHasALineWithTheTimeLeft() {
        seconds.set(5);
        log.line("sampling", 0.1);
        seconds.set(25);
        assertThat(log.line("sampling", 0.5)).hasValue("eval: sampling, 50 %, about 25 s left");
        seconds.set(30);
        assertThat(log.line("sampling", 0.6)).as("a moment later").isEmpty();
        seconds.set(55);
        assertThat(log.line("sampling", 0.55))
                .hasValueSatisfying(line -> assertThat(line).contains("55 %"));
    }

    @Test
    void timeLeftDoesNotCountTheWorkOfAnEarlierProcess() {
        log.line("epoch 90", 0.9);
        seconds.set(100);
        assertThat(log.line("epoch 91", 0.91)).hasValue("eval: epoch 91, 91 %, about 15 min left");
    }

    @Test
    void lastStepsAreNamedOnceEach() {
        seconds.set(60);
        assertThat(log.line("epoch 5", 0.99)).isPresent();
        seconds.set(70);
        assertThat(log.line("drawing pictures", 1)).hasValue("eval: drawing pictures");
        seconds.set(75);
        assertThat(log.line("drawing pictures", 1)).as("the same step").isEmpty();
        assertThat(log.line("drawing the report", 1)).hasValue("eval: drawing the report");
    }

    @Test
    void lineIsPutOffByOtherLines() {
        seconds.set(40);
        log.printed();
        seconds.set(60);
        assertThat(log.line("epoch 2", 0.4)).isEmpty();
    }
}
