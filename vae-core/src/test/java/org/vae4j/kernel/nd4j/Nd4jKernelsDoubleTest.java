package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.KernelsContract;

/** ND4J's operations keep the contract in double precision. */
class Nd4jKernelsDoubleTest extends KernelsContract {

    Nd4jKernelsDoubleTest() {
        super(new Nd4jKernels(), DataType.DOUBLE);
    }
}
