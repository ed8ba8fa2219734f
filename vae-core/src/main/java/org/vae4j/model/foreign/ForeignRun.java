package org.vae4j.model.foreign;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.layers.Mode;

/**
 * The passes of one layer or vertex of DL4J, by its own methods and without workspaces. Gradients of parameters go to
 * the network's gradient array, into which each layer has views.
 */
public sealed interface ForeignRun {

    /** The workspaces of every pass: none. */
    LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    /**
     * Runs the forward pass.
     *
     * @param inputs the inputs, which the pass may overwrite
     * @param examples number of examples, which preprocessors need where steps of sequences are rows
     * @param mode training or evaluation
     * @return the output, which the layer may reuse in its next pass
     */
    INDArray forward(List<INDArray> inputs, int examples, Mode mode);

    /**
     * Runs the backward pass of the last forward pass.
     *
     * @param gradient the gradient with respect to the output, which the pass may overwrite
     * @param examples number of examples
     * @return the gradient with respect to each input; null where the layer computes none
     */
    List<INDArray> backward(INDArray gradient, int examples);

    /** The name of the type for messages. */
    String type();

    /** A layer and the preprocessor before it, which may be null. */
    record OfLayer(Layer layer, InputPreProcessor preprocessor) implements ForeignRun {

        @Override
        public INDArray forward(List<INDArray> inputs, int examples, Mode mode) {
            INDArray input = inputs.get(0);
            // Also clears the noise on the weights, which the layer would otherwise use again.
            layer.clear();
            layer.setInput(
                    preprocessor == null ? input : preprocessor.preProcess(input, examples, NO_WORKSPACES),
                    NO_WORKSPACES);
            return layer.activate(mode == Mode.TRAINING, NO_WORKSPACES);
        }

        @Override
        public List<INDArray> backward(INDArray gradient, int examples) {
            INDArray input = layer.backpropGradient(gradient, NO_WORKSPACES).getSecond();
            boolean isPreprocessed = preprocessor != null && input != null;
            return Arrays.asList(isPreprocessed ? preprocessor.backprop(input, examples, NO_WORKSPACES) : input);
        }

        @Override
        public String type() {
            return layer.conf().getLayer().getClass().getSimpleName();
        }
    }

    /** A preprocessor without its vertex, which would ask the network for the batch's size. */
    record OfPreprocessor(InputPreProcessor preprocessor) implements ForeignRun {

        @Override
        public INDArray forward(List<INDArray> inputs, int examples, Mode mode) {
            return preprocessor.preProcess(inputs.get(0), examples, NO_WORKSPACES);
        }

        @Override
        public List<INDArray> backward(INDArray gradient, int examples) {
            return List.of(preprocessor.backprop(gradient, examples, NO_WORKSPACES));
        }

        @Override
        public String type() {
            return preprocessor.getClass().getSimpleName();
        }
    }

    /** A vertex without a layer. */
    record OfVertex(GraphVertex vertex) implements ForeignRun {

        @Override
        public INDArray forward(List<INDArray> inputs, int examples, Mode mode) {
            vertex.clear();
            for (int i = 0; i < inputs.size(); i++) {
                vertex.setInput(i, inputs.get(i), NO_WORKSPACES);
            }
            return vertex.doForward(mode == Mode.TRAINING, NO_WORKSPACES);
        }

        @Override
        public List<INDArray> backward(INDArray gradient, int examples) {
            vertex.setEpsilon(gradient);
            boolean truncatedThroughTime = false;
            return Arrays.asList(
                    vertex.doBackward(truncatedThroughTime, NO_WORKSPACES).getSecond());
        }

        @Override
        public String type() {
            return vertex.getClass().getSimpleName();
        }
    }
}
