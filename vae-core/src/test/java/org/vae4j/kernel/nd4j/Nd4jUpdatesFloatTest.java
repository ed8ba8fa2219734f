package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.UpdateKernelsContract;

class Nd4jUpdatesFloatTest extends UpdateKernelsContract {

    Nd4jUpdatesFloatTest() {
        super(new Nd4jKernels(), DataType.FLOAT);
    }
}
