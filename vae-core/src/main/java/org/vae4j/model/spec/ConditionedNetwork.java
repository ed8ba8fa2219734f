package org.vae4j.model.spec;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.RepeatLayer;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Adds the condition of an example to encoder and decoder. The network's input is x = [features | condition].
 *
 * <p>The encoder reads the condition at the input of its first fully connected block, recognised by an output shape
 * that does not depend on the size of its input; after its last block if there is no such block. The decoder reads [z |
 * condition].
 */
public final class ConditionedNetwork {

    /** Name of the vertex of the condition with a row for each row of z. */
    public static final String CONDITION = "condition";

    /** Name of the vertex [z | condition], the decoder's input. */
    public static final String DECODER_INPUT = GraphBuilder.DECODER + "input";

    /** Name of the vertex of a copy of z: z itself is already a window into the objective's input. */
    private static final String DECODER_LATENT = GraphBuilder.DECODER + "latent";

    private static final String FEATURES = "features";
    private static final String CONDITION_OF_EXAMPLE = "condition-of-example";
    private static final String ENCODER_CONDITION = GraphBuilder.ENCODER + "condition";
    private static final String ENCODER_JOINED = GraphBuilder.ENCODER + "joined";

    private final ComputationGraphConfiguration.GraphBuilder graph;
    private final Architecture architecture;

    ConditionedNetwork(ComputationGraphConfiguration.GraphBuilder graph, Architecture architecture) {
        this.graph = graph;
        this.architecture = architecture;
    }

    /** Adds the encoder; returns the name of its output vertex, which the head of the posterior reads. */
    String encoder(NetworkAssembly network) {
        Shape data = architecture.data();
        List<BlockSpec> blocks = architecture.encoder();
        if (architecture.condition() == 0) {
            return Network.encoder(blocks).addTo(network, GraphBuilder.ENCODER, GraphBuilder.INPUT, data);
        }
        int place = place(blocks, data, architecture.condition());
        if (place == 0) {
            // The input already is [features | condition].
            return Network.encoder(blocks)
                    .addTo(network, GraphBuilder.ENCODER, GraphBuilder.INPUT, architecture.input());
        }
        graph.addVertex(FEATURES, new ColumnsVertex(0, data.size()), GraphBuilder.INPUT);
        graph.addVertex(ENCODER_CONDITION, conditionColumns(), GraphBuilder.INPUT);
        List<BlockSpec> conditioned = new ArrayList<>(blocks);
        if (place < blocks.size()) {
            conditioned.set(
                    place, new ConditionedBlock(blocks.get(place), ENCODER_CONDITION, architecture.condition()));
        }
        String code = Network.encoder(conditioned).addTo(network, GraphBuilder.ENCODER, FEATURES, data);
        return place < blocks.size()
                ? code
                : network.vertex(ENCODER_JOINED, new ConcatVertex(), code, ENCODER_CONDITION);
    }

    /** The index of the block whose input is joined with the condition; the number of blocks if there is none. */
    static int place(List<BlockSpec> blocks, Shape data, int condition) {
        List<Shape> shapes = Network.encoder(blocks).shapes(data);
        for (int i = 0; i < blocks.size(); i++) {
            if (takesAnySize(blocks.get(i), shapes.get(i), condition)) {
                return i;
            }
        }
        return blocks.size();
    }

    /** Whether a block's output has the same shape when its input has {@code more} further columns. */
    private static boolean takesAnySize(BlockSpec block, Shape input, int more) {
        try {
            return block.output(new Shape.Features(input.size() + more)).equals(block.output(input));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ColumnsVertex conditionColumns() {
        int features = architecture.data().size();
        return new ColumnsVertex(features, features + architecture.condition());
    }

    /** Adds the decoder's input; returns the name of its vertex. */
    String decoderInput(int draws) {
        if (architecture.condition() == 0) {
            return GraphBuilder.LATENT;
        }
        if (draws > 1) {
            graph.addVertex(CONDITION_OF_EXAMPLE, conditionColumns(), GraphBuilder.INPUT);
            graph.addLayer(CONDITION, new RepeatLayer(draws), CONDITION_OF_EXAMPLE);
        } else {
            graph.addVertex(CONDITION, conditionColumns(), GraphBuilder.INPUT);
        }
        graph.addVertex(DECODER_LATENT, new ColumnsVertex(0, architecture.latent()), GraphBuilder.LATENT);
        graph.addVertex(DECODER_INPUT, new ConcatVertex(), DECODER_LATENT, CONDITION);
        return DECODER_INPUT;
    }
}
