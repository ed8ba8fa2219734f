package org.vae4j.model.spec;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.plan.Roles;

/**
 * The bias of a decoder's last layer: the likelihood's parameters as far as they do not depend on z.
 *
 * @param graph the network
 * @param roles the roles of the network's vertices
 */
public record DecoderBias(ComputationGraph graph, Roles roles) {

    /**
     * Sets the bias of each feature to the likelihood's parameter of the feature's mean; a bias that the pixels of a
     * channel share, to the parameter of the channel's mean.
     *
     * @param means the mean of each feature over the training data
     * @param likelihood p(x|z)
     * @throws IllegalArgumentException when there is not one mean per feature, or the last layer has no bias
     */
    public void beginAt(double[] means, Likelihood likelihood) {
        Layer layer = headOfDecoder();
        INDArray bias = layer.getParam("b");
        int outputs = Math.toIntExact(((FeedForwardLayer) layer.conf().getLayer()).getNOut());
        int features = likelihood.featureCount(outputs + likelihood.sharedParameterCount());
        if (means.length != features) {
            throw new IllegalArgumentException("found " + means.length + " means, expected one for each of the "
                    + features + " features: take them from the data that the model is for");
        }
        // 1 where every feature has a bias of its own; the number of pixels where those of a channel share one.
        int sharing = Math.toIntExact(outputs / bias.length());
        for (int j = 0; j < features / sharing; j++) {
            double mean = Arrays.stream(means, j * sharing, (j + 1) * sharing)
                    .average()
                    .orElseThrow();
            bias.putScalar(j, likelihood.parameterOfMean(mean));
        }
    }

    /** The layer of those of the likelihood's parameters that depend on z. */
    private Layer headOfDecoder() {
        String head = graph.getConfiguration().getVertices().get(roles.parameters()) instanceof ConcatVertex
                ? graph.getConfiguration()
                        .getVertexInputs()
                        .get(roles.parameters())
                        .get(0)
                : roles.parameters();
        Layer layer = graph.getLayer(head);
        if (layer == null || !(layer.conf().getLayer() instanceof FeedForwardLayer) || layer.getParam("b") == null) {
            throw new IllegalArgumentException("found no layer with biases in \"" + head
                    + "\", which puts out the likelihood's parameters, expected one: begin at zero");
        }
        return layer;
    }
}
