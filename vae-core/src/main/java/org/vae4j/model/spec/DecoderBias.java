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
 * The bias of a decoder's last layer, which is what a model says of the data without regard to z.
 *
 * @param graph the network
 * @param roles of its vertices
 */
public record DecoderBias(ComputationGraph graph, Roles roles) {

    /**
     * Sets it to the parameters of the features' means, or of the channels' means where the pixels of a channel share
     * one.
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
        // 1 where every feature has a bias of its own, the pixels of a channel where these share one.
        int sharing = Math.toIntExact(outputs / bias.length());
        for (int j = 0; j < features / sharing; j++) {
            double mean = Arrays.stream(means, j * sharing, (j + 1) * sharing)
                    .average()
                    .orElseThrow();
            bias.putScalar(j, likelihood.parameterOfMean(mean));
        }
    }

    /** The parameters, or where some do not depend on z the first part of them. */
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
