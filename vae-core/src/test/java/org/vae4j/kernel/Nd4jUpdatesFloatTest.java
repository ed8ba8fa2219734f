package org.vae4j.kernel;

import org.nd4j.linalg.api.buffer.DataType;

class Nd4jUpdatesFloatTest extends UpdateKernelsContract {

    Nd4jUpdatesFloatTest() {
        super(new Nd4jKernels(), DataType.FLOAT);
    }
}
