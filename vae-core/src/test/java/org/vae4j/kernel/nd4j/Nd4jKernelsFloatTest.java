package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.KernelsContract;

/** ND4J's operations keep the contract in single precision. */
class Nd4jKernelsFloatTest extends KernelsContract {

    Nd4jKernelsFloatTest() {
        super(new Nd4jKernels(), DataType.FLOAT);
    }
}
