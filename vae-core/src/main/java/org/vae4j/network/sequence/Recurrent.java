package org.vae4j.network.sequence;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.vae4j.network.Shape;

/** Shared parts of the recurrent blocks. */
final class Recurrent {

    private Recurrent() {}

    static PlacedLayer placed(Layer layer, Steps output, Shape input) {
        return PlacedLayer.of(output == Steps.LAST ? new LastTimeStep(layer) : layer, input);
    }

    static IllegalArgumentException hasNoMirror(String block) {
        return new IllegalArgumentException(
                "found " + block + ", from which no block leads back, expected a decoder that"
                        + " is listed, for example [{repeat: 28}, {" + block + ": {size: 28, output: all}}, lines]");
    }
}
