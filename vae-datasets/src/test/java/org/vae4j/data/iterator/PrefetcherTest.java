package org.vae4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrefetcherTest {

    private final Prefetcher<String> prefetcher = new Prefetcher<>();

    @Test
    void takeReturnsTheResultOnce() {
        prefetcher.start(() -> "made");
        assertThat(prefetcher.take()).contains("made");
        assertThat(prefetcher.take()).isEmpty();
    }

    @Test
    void tasksRunOnADaemonThread() {
        prefetcher.start(() -> String.valueOf(Thread.currentThread().isDaemon()));
        assertThat(prefetcher.take()).contains("true");
    }

    @Test
    void takeThrowsTheExceptionOfATaskAsItsCause() {
        prefetcher.start(() -> {
            throw new IllegalArgumentException("wrong");
        });
        assertThatThrownBy(prefetcher::take)
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wrong");
        assertThat(prefetcher.take()).as("after the failure").isEmpty();
    }

    @Test
    void refusesASecondTaskBeforeTheFirstWasTaken() {
        prefetcher.start(() -> "first");
        assertThatThrownBy(() -> prefetcher.start(() -> "second")).isInstanceOf(IllegalStateException.class);
        assertThat(prefetcher.take()).contains("first");
    }

    @Test
    void anInterruptedConsumerGetsTheResultAndKeepsItsInterrupt() {
        prefetcher.start(() -> "made");
        Thread.currentThread().interrupt();
        assertThat(prefetcher.take()).contains("made");
        assertThat(Thread.interrupted()).isTrue();
    }
}
