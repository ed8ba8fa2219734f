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

    /** What every pass here is given. */
    LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    /**
     * The forward pass.
     *
     * @param inputs arrays that may be written into
     * @param examples as preprocessors count them, which take the steps of a sequence apart
     */
    INDArray forward(List<INDArray> inputs, int examples, Mode mode);

    /** The backward pass after that; the gradient of an input is null where the layer gives none. */
    List<INDArray> backward(INDArray gradient, int examples);

    /** What it is called in messages. */
    String type();

    /** A layer and the preprocessor before it, which may be null. */
    record OfLayer(Layer layer, InputPreProcessor preprocessor) implements ForeignRun {

        @Override
        public INDArray forward(List<INDArray> inputs, int examples, Mode mode) {
            INDArray input = inputs.get(0);
            // Also forgets the noise on the weights, which the layer would use again.
            layer.clear();
            layer.setInput(
                    preprocessor == null ? input : preprocessor.preProcess(input, examples, NO_WORKSPACES),
                    NO_WORKSPACES);
            return layer.activate(mode == Mode.TRAINING, NO_WORKSPACES);
        }

        @Override
        public List<INDArray> backward(INDArray gradient, int examples) {
            INDArray input = layer.backpropGradient(gradient, NO_WORKSPACES).getSecond();
            boolean apart = preprocessor != null && input != null;
            return Arrays.asList(apart ? preprocessor.backprop(input, examples, NO_WORKSPACES) : input);
        }

        @Override
        public String type() {
            return layer.conf().getLayer().getClass().getSimpleName();
        }
    }

    /** A preprocessor on its own: DL4J's vertex of it asks the network for the batch's size. */
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

    /** A vertex that holds no layer. */
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
            return Arrays.asList(vertex.doBackward(false, NO_WORKSPACES).getSecond());
        }

        @Override
        public String type() {
            return vertex.getClass().getSimpleName();
        }
    }
}
