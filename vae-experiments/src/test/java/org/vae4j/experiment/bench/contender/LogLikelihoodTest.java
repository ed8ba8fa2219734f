package org.vae4j.experiment.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

class LogLikelihoodTest {

    @Test
    void lossOfAnUntrainedModelIsNearTheEntropyOfFairCoins() {
        LogLikelihood contender = new LogLikelihood();
        contender.prepare(BenchNetwork.VAE, BenchImages.synthetic(4), 2);

        // 784 ln 2 = 543 nats; random weights differ from that by some tens.
        assertThat(contender.trainEpochPart(1)).isBetween(450.0, 620.0);
    }
}
