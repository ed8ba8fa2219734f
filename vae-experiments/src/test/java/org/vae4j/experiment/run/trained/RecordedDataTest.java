package org.vae4j.experiment.run.trained;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.rundir.RunDirectoryException;

class RecordedDataTest {

    private static final String TRAIN = "a".repeat(64);
    private static final String TEST = "b".repeat(64);
    private static final String LABELS = "c".repeat(64);
    private static final String OTHER = "d".repeat(64);

    private static RecordedData recorded(String... hashes) {
        return new RecordedData(Path.of("run"), List.of(hashes));
    }

    @Test
    void refusesOtherLabelsWhereLabelsWereRecorded() {
        String now = "train=sha256:" + TRAIN + " test=sha256:" + TEST + " labels=sha256:" + LABELS + "+" + OTHER;
        assertThatCode(() -> recorded(TRAIN, TEST, LABELS, OTHER).requireSame(now))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> recorded(TRAIN, TEST, OTHER, LABELS).requireSame(now))
                .isInstanceOf(RunDirectoryException.class);
    }

    @Test
    void acceptsLabelsWhereARunOfAnEarlierVersionRecordedNone() {
        String now = "train=sha256:" + TRAIN + " test=sha256:" + TEST + " labels=sha256:" + LABELS + "+" + OTHER;
        assertThatCode(() -> recorded(TRAIN, TEST).requireSame(now)).doesNotThrowAnyException();
        assertThatThrownBy(() -> recorded(TRAIN, OTHER).requireSame(now)).isInstanceOf(RunDirectoryException.class);
        assertThatThrownBy(() -> recorded(TRAIN, TEST).requireSame("train=" + TRAIN + " test=" + OTHER))
                .isInstanceOf(RunDirectoryException.class);
    }
}
