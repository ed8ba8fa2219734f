package org.vae4j.experiment.bench.contender;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.kernel.Kernels;

/** The matrix products of a training step, and nothing else. */
final class StepGemms implements StepContender {

    private List<Runnable> products;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        Kernels kernels = Kernels.of(DataType.FLOAT);
        products = network.gemms(batch).stream().map(g -> g.allocate(kernels)).toList();
    }

    @Override
    public double trainEpochPart(int steps) {
        for (int i = 0; i < steps; i++) {
            products.forEach(Runnable::run);
        }
        return Double.NaN;
    }
}
