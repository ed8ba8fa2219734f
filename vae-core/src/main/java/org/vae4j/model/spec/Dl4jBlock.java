package org.vae4j.model.spec;

import java.io.IOException;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.vae4j.extension.JsonText;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;
import org.vae4j.network.sequence.PlacedLayer;

/**
 * A layer of DL4J's or of an extension, given by DL4J's JSON of it; a configuration may write the JSON as nested keys.
 * The sizes of inputs may be left out. A recurrent layer reads the lines of an image of one channel as its steps.
 *
 * @param layer JSON with an {@code @class}, which {@link ModelFileGuard} checks as it checks model files
 */
public record Dl4jBlock(@JsonText String layer) implements BlockSpec {

    public Dl4jBlock {
        Objects.requireNonNull(layer, "layer");
    }

    /** The prototype that the registry lists, without a layer. */
    public Dl4jBlock() {
        this("");
    }

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Shape output(Shape input) {
        return PlacedLayer.of(parsed(), input).output();
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return PlacedLayer.of(parsed(), input).addTo(network, name, from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        throw new IllegalArgumentException(
                "dl4j: found no block that leads back from a layer of DL4J's own, expected a decoder that is listed");
    }

    private Layer parsed() {
        if (layer.isBlank()) {
            throw new IllegalArgumentException("layer: found nothing, expected a layer, for example {\"@class\":"
                    + " org.deeplearning4j.nn.conf.layers.DenseLayer, nout: 64}");
        }
        try {
            ModelFileGuard.checkClasses(layer);
            return NeuralNetConfiguration.mapper().readValue(layer, Layer.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "layer: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
                            + ", expected the JSON of a layer as DL4J writes it",
                    e);
        }
    }
}
