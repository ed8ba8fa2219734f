package org.vae4j.experiment.run.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void processorIsReadFromTheListOfLinux() {
        Processor processor = Processor.parse(List.of(
                "processor\t: 0",
                "model name\t: AMD EPYC",
                "cpu MHz\t\t: 800.0",
                "flags\t\t: sse2 avx2 fma",
                "processor\t: 1",
                "cpu MHz\t\t: 2596.1"));
        assertThat(processor.model()).isEqualTo("AMD EPYC");
        assertThat(processor.count()).isEqualTo(2);
        assertThat(processor.megahertz()).as("that of the fastest core").isEqualTo(2596.1);
        assertThat(processor.vectors()).isEqualTo(Vectors.AVX2);
    }

    @Test
    void vectorsAreUnknownWithoutAList() {
        assertThat(Processor.parse(List.of()).vectors()).isEqualTo(Vectors.UNKNOWN);
    }
}
