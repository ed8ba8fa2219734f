package org.vae4j.model.spec;

import java.util.List;
import org.vae4j.layers.RepeatLayer;
import org.vae4j.layers.SamplingLayer;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.hierarchy.Code;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.LevelDraws;
import org.vae4j.network.hierarchy.Recognition;

/**
 * Adds several stochastic layers to a network. The encoder's outputs for all layers are joined in the posterior's
 * vertex, and all draws are computed from that vertex.
 *
 * @param parameters names of the vertices that the objective reads beside z: the parameters of each layer's posterior
 *     and of its prior given the layer above
 * @param decoderInput the input of the decoder's blocks
 */
record HierarchicalLatent(List<String> parameters, Code decoderInput) {

    /** Adds the vertices from the encoder's output {@code code} to the decoder's input. */
    static HierarchicalLatent add(NetworkAssembly network, ModelSpec spec, String code, long noiseSeed) {
        Hierarchy hierarchy = spec.latents().hierarchy();
        Recognition recognition = recognition(network, spec, code);
        hierarchy.encode(recognition);
        boolean encoded = spec.latents().isEncoded();
        recognition.join(encoded ? PseudoInputs.POSTERIORS : GraphBuilder.POSTERIOR);
        if (encoded) {
            PseudoInputs.split(network, spec);
        }
        String encoderOutputs = GraphBuilder.POSTERIOR;
        if (spec.draws() > 1) {
            encoderOutputs = network.layer(GraphBuilder.REPEATED, new RepeatLayer(spec.draws()), encoderOutputs);
        }
        SamplingLayer.Noise noise = new SamplingLayer.Noise(noiseSeed, GraphBuilder.ROLE, spec.draws());
        LevelDraws draws = new LevelDraws(network, hierarchy, recognition, encoderOutputs, noise);
        hierarchy.draw(draws);
        List<String> parameters = draws.joinDraws();
        return new HierarchicalLatent(parameters, hierarchy.decoderInput(draws));
    }

    private static Recognition recognition(NetworkAssembly network, ModelSpec spec, String code) {
        Architecture architecture = spec.network();
        String data = spec.latents().isEncoded() ? PseudoInputs.APPENDED : GraphBuilder.INPUT;
        return new Recognition(
                network,
                spec.latents().hierarchy().name(),
                spec.latents().sizes(spec.latent()),
                new Code(data, architecture.data()),
                new Code(code, Network.encoder(architecture.encoder()).output(architecture.data())));
    }
}
