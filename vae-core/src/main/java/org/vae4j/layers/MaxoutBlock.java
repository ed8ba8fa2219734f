package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * A fully connected layer whose units are maxima of linear pieces, y(j) = max over k of x·w(k, j) + b(k, j) (Goodfellow
 * et al. 2013). The gradient goes to the first of the largest pieces.
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
        pieces = builder.pieces;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        super.requireSettings();
        if (pieces < 1) {
            throw new IllegalArgumentException("found pieces = " + pieces + ", expected a number >= 1");
        }
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

    /** The fan of one piece, so that the pieces are drawn like the weights of separate layers. */
    @Override
    WeightsAndBias.Fan fan() {
        return new WeightsAndBias.Fan(nIn, nOut);
    }

    /** The pieces as the lines of an image {@code [pieces, nOut]}, with one window per unit that covers its column. */
    PatchGrid grid() {
        return new PatchGrid(
                1, PatchAxis.padded(pieces, pieces, 1, 0), PatchAxis.padded(Math.toIntExact(nOut), 1, 1, 0));
    }

    @Override
    List<Object> settings() {
        return List.of(super.settings(), pieces);
    }

    /** {@return the number of linear pieces per unit} */
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
         * Sets the number of linear pieces per unit; 2 unless set.
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
