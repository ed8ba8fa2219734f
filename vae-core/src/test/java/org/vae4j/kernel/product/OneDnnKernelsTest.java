package org.vae4j.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.KernelsContract;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.cpu.CpuKernels;
import org.vae4j.testing.Values;

/**
 * The CPU kernels pass the contract with oneDNN, which multiplies on the calling thread and always to the same bits.
 */
class OneDnnKernelsTest extends KernelsContract {

    OneDnnKernelsTest() {
        super(new CpuKernels(), DataType.FLOAT);
    }

    @BeforeEach
    void useOneDnn() {
        assumeTrue(OneDnn.isThere(), "no natives of oneDNN for this system");
        ProductLibrary.use(ProductLibrary.ONEDNN);
    }

    @AfterEach
    void useBlasAgain() {
        ProductLibrary.use(ProductLibrary.BLAS);
    }

    private static double[] product() {
        Matrix a = Matrix.of(Values.normal(1, DataType.FLOAT, 130, 900, 1));
        Matrix b = Matrix.of(Values.normal(2, DataType.FLOAT, 900, 90, 1));
        Matrix c = Matrix.allocate(DataType.FLOAT, 130, 90);
        new CpuKernels().times(a, b, c);
        return Values.of(c);
    }

    @Test
    void multipliesOnOneThreadAndRestoresTheSetting() {
        double[] alone = product();
        int before = OneDnn.OpenMp.omp_get_max_threads();
        OneDnn.OpenMp.omp_set_num_threads(3);
        try {
            assertThat(product()).isEqualTo(alone);
            assertThat(OneDnn.OpenMp.omp_get_max_threads())
                    .as("threads for others, as before")
                    .isEqualTo(3);
        } finally {
            OneDnn.OpenMp.omp_set_num_threads(before);
        }
    }

    @Test
    void concurrentProductsHaveTheSameBits() throws Exception {
        double[] alone = product();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<double[]> task = OneDnnKernelsTest::product;
            for (Future<double[]> found : threads.invokeAll(Collections.nCopies(12, task))) {
                assertThat(found.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdown();
        }
    }
}
