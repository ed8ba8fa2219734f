package org.vae4j.experiment.bench.scale.unit;

/** Work whose cost is measured by repeating one unit of it. */
public interface Workload {

    /** {@return the floating-point operations of the matrix products of one unit} */
    double flops();

    /**
     * Makes the model and the data of the work.
     *
     * @return runs one unit each time
     */
    Runnable prepare();
}
