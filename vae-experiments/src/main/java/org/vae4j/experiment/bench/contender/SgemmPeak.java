package org.vae4j.experiment.bench.contender;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.experiment.bench.workload.GemmShape;
import org.vae4j.kernel.Kernels;

/** The limit of the machine. A step is one square matrix product, large enough to reach the peak of the BLAS. */
public final class SgemmPeak implements StepContender {

    /** The product of one step. */
    public static final GemmShape SHAPE = new GemmShape(1024, 1024, 1024, GemmShape.Form.PLAIN);

    private Runnable product;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        product = SHAPE.allocate(Kernels.of(DataType.FLOAT));
    }

    @Override
    public double trainEpochPart(int steps) {
        for (int i = 0; i < steps; i++) {
            product.run();
        }
        return Double.NaN;
    }
}
