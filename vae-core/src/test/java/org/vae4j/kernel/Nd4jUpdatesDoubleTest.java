package org.vae4j.kernel;

import org.nd4j.linalg.api.buffer.DataType;

class Nd4jUpdatesDoubleTest extends UpdateKernelsContract {

    Nd4jUpdatesDoubleTest() {
        super(new Nd4jKernels(), DataType.DOUBLE);
    }
}
