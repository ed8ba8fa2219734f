package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.UpdateKernelsContract;

class Nd4jUpdatesDoubleTest extends UpdateKernelsContract {

    Nd4jUpdatesDoubleTest() {
        super(new Nd4jKernels(), DataType.DOUBLE);
    }
}
