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
 * Where several stochastic layers meet the network. The posterior's vertex has all that the encoder says of an example,
 * whatever layer it is for; all draws lie behind it.
 *
 * @param parameters the vertices of what the objective reads beside z: each layer's posterior, and its prior given the
 *     layer above it
 * @param decoderInput what the decoder's blocks read
 */
record HierarchicalLatent(List<String> parameters, Code decoderInput) {

    /** Adds all from the head of the encoder, which reads the given vertex, to the decoder's blocks. */
    static HierarchicalLatent add(NetworkAssembly network, ModelSpec spec, String code, long noiseSeed) {
        Hierarchy hierarchy = spec.latents().hierarchy();
        Recognition recognition = recognition(network, spec, code);
        hierarchy.encode(recognition);
        boolean encoded = spec.latents().isEncoded();
        recognition.join(encoded ? PseudoInputs.POSTERIORS : GraphBuilder.POSTERIOR);
        if (encoded) {
            PseudoInputs.part(network, spec);
        }
        String said = GraphBuilder.POSTERIOR;
        if (spec.draws() > 1) {
            said = network.layer(GraphBuilder.REPEATED, new RepeatLayer(spec.draws()), said);
        }
        SamplingLayer.Noise noise = new SamplingLayer.Noise(noiseSeed, GraphBuilder.ROLE, spec.draws());
        LevelDraws draws = new LevelDraws(network, hierarchy, recognition, said, noise);
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
