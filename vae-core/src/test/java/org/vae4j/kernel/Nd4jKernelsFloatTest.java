package org.vae4j.kernel;

import org.nd4j.linalg.api.buffer.DataType;

/** ND4J's operations keep the contract in single precision. */
class Nd4jKernelsFloatTest extends KernelsContract {

    Nd4jKernelsFloatTest() {
        super(new Nd4jKernels(), DataType.FLOAT);
    }
}
