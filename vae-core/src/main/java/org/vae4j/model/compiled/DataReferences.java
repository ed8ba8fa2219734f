package org.vae4j.model.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.layers.Role;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.objective.generative.GenerativeTerm;

/** The outputs of the networks beside a model, such as discriminators of data, for the examples of a batch. */
final class DataReferences {

    /** A network beside the model, with the names of its input vertex and of its output vertex. */
    private record Reader(String name, String data, String output) {}

    private final GraphPasses passes;
    private final Kernels kernels;
    private final List<Reader> readers = new ArrayList<>();

    private DataReferences(GraphPasses passes, Kernels kernels) {
        this.passes = passes;
        this.kernels = kernels;
    }

    /** The references of a network; none where no network beside it reads data. */
    static DataReferences of(ComputationGraph graph, GraphPasses passes) {
        DataReferences references =
                new DataReferences(passes, Kernels.of(graph.params().dataType()));
        for (GenerativeTerm term : PriorSamples.terms(graph)) {
            String name = term.auxiliary().name();
            Map<String, String> roles = PriorSamples.output(graph).orElseThrow().roles();
            references.readers.add(
                    new Reader(name, Role.auxiliaryData(roles, name), Role.auxiliaryVertex(roles, name)));
        }
        return references;
    }

    /**
     * Computes the outputs for some examples. Call it before the model's pass, since the layers keep what their
     * backward pass reads.
     *
     * @return the outputs by the names of the networks
     */
    Map<String, Columns> of(Matrix features) {
        Map<String, Columns> found = new TreeMap<>();
        for (Reader reader : readers) {
            int last = passes.index(reader.output);
            Buffers b =
                    passes.entered(List.of(new Entrance(reader.data, features.array())), last, GraphPass.Need.VALUES);
            passes.compute(b);
            Columns outputs = new Columns(features.rows(), b.outputs[last].columns());
            kernels.read(b.outputs[last], outputs.values());
            found.put(reader.name, outputs);
        }
        return found;
    }
}
