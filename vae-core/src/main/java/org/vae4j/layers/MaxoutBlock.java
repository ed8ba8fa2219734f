package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * A fully connected layer that takes the largest of several linear pieces, y(j) = max over k of (X·W + 1·bᵀ)(k, j)
 * (Goodfellow et al. 2013). Its gradient goes to the first of the largest pieces.
 *
 * <p>Shapes: X {@code [batch, nIn]}, W {@code [nIn, pieces · nOut]} with all units of the first piece first, b
 * {@code [pieces · nOut]}, Y {@code [batch, nOut]}.
 */
public class MaxoutBlock extends Block {

    private int pieces;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public MaxoutBlock() {}

    private MaxoutBlock(Builder builder) {
        super(builder);
        if (builder.pieces < 1) {
            throw new IllegalArgumentException("found pieces = " + builder.pieces + ", expected a number >= 1");
        }
        pieces = builder.pieces;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new MaxoutBlockImpl(conf, type);
    }

    @Override
    void requireUsable() {
        super.requireUsable();
        if (getNonlinearity() != Nonlinearity.IDENTITY) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found the nonlinearity "
                    + getNonlinearity() + " in a maxout layer, expected none: the maximum is its nonlinearity");
        }
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, pieces * nOut, pieces * nOut);
    }

    /** Each piece is drawn as a layer of its own would be. */
    @Override
    WeightsAndBias.Fan fan() {
        return new WeightsAndBias.Fan(nIn, nOut);
    }

    /** The pieces as the lines of an image, over all of which a window is laid. */
    PatchGrid grid() {
        return new PatchGrid(
                1, PatchAxis.padded(pieces, pieces, 1, 0), PatchAxis.padded(Math.toIntExact(nOut), 1, 1, 0));
    }

    @Override
    List<Object> settings() {
        return List.of(super.settings(), pieces);
    }

    /** {@return how many linear functions each unit is the maximum of} */
    public int getPieces() {
        return pieces;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends Block.Builder<Builder> {

        private int pieces = 2;

        /** Two pieces, with input gradient. */
        public Builder() {}

        /**
         * Sets how many linear functions each unit is the maximum of; 2 unless set.
         *
         * @param count ≥ 1
         * @return this
         */
        public Builder pieces(int count) {
            pieces = count;
            return this;
        }

        @Override
        public MaxoutBlock build() {
            return new MaxoutBlock(this);
        }
    }
}
