package org.vae4j.model.compiled;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.Mode;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.compiled.GraphPass.Need;
import org.vae4j.model.driven.GraphModes;
import org.vae4j.model.driven.GraphNoise;
import org.vae4j.model.foreign.ForeignVertex;
import org.vae4j.model.plan.GraphCompiler;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.UnlearnedParameters;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

/**
 * A network's forward and backward passes as a fixed list of operations on arrays that are allocated once.
 *
 * <p>It runs the very layers of the {@link ComputationGraph}, on the graph's own parameters and into its own gradient
 * array, without what DL4J does around them in every step (workspaces, copies, bookkeeping), which costs as much as the
 * arithmetic does. The graph stays the thing that is saved, loaded and inspected.
 *
 * <p>Parts that are joined by a {@code ConcatVertex} are computed in place: in column order a run of columns is
 * contiguous, so the parts are windows into the joined matrix and joining them takes no time. A layer or vertex that is
 * no operation of this library is run by DL4J, between copies of its inputs and outputs. One thread at a time.
 */
public final class CompiledGraph {

    private final ComputationGraph graph;
    private final List<GraphNode> nodes;
    /** The nodes with the backward pass of each loss; those of the objective's own value are the last. */
    private final List<List<GraphNode>> losses;

    private final GraphPasses passes;
    private final EnteredPasses entered;
    private final GraphNoise noise;
    private final GraphModes modes;
    private final List<ForeignVertex> foreign;
    private final UnlearnedParameters unlearned;

    private final GraphNode.Objective objective;
    private final Measurements measurements;
    private final DataReferences references;
    private final List<PriorSamples> samples;
    /** The pass that {@link #forward} began; null between passes. */
    private Buffers unfinished;

    private CompiledGraph(ComputationGraph graph, List<List<GraphNode>> losses) {
        this.graph = graph;
        this.losses = losses;
        this.nodes = losses.get(losses.size() - 1);
        this.objective = (GraphNode.Objective) nodes.get(nodes.size() - 1);
        this.passes = new GraphPasses(nodes, graph.params().dataType());
        this.foreign = GraphNode.Foreign.among(nodes);
        this.modes = new GraphModes(graph, nodes, foreign);
        this.noise = new GraphNoise(graph, foreign);
        // The encoder's loss comes first, whose gradient passes through z: a decoder's own loss ends before it.
        this.entered = new EnteredPasses(passes, noise, losses.get(0));
        if (graph.getFlattenedGradients() == null) {
            graph.initGradientsView();
        }
        this.references = DataReferences.of(graph, passes);
        this.samples = PriorSamples.of(this);
        this.unlearned = new UnlearnedParameters(graph, losses);
        DecoderSlopes.bind(this);
        this.measurements = Measurements.of(this, objective.operation().measured());
    }

    /**
     * Compiles a network.
     *
     * @param graph initialised, with one input and one output
     * @return the compiled network
     * @throws IllegalArgumentException when it does not end in one objective of this library, when a vertex is none
     *     that can be run as part of it, with the vertex's name, or when two of its layers would draw the same noise
     */
    public static CompiledGraph of(ComputationGraph graph) {
        return new CompiledGraph(graph, GraphCompiler.compile(graph));
    }

    /** {@return the network that this runs} */
    public ComputationGraph graph() {
        return graph;
    }

    /** {@return the names of the vertices that DL4J runs, because they are no operations of this library} */
    public List<String> foreignVertices() {
        return foreign.stream().map(ForeignVertex::name).toList();
    }

    /** {@return p(x|z) as evaluations use it: see {@link Likelihood#forEvaluation()}} */
    public Likelihood likelihood() {
        return objective.operation().likelihood();
    }

    /** {@return whether each example's value depends on that example alone} */
    public boolean perExample() {
        return objective.operation().perExample() && nodes.stream().allMatch(GraphNode::perExample);
    }

    /** {@return whether each example's way to the objective and back depends on that example alone} */
    public boolean readsPerExample() {
        return objective.operation().readsPerExample() && nodes.stream().allMatch(GraphNode::perExample);
    }

    /** {@return how many successive examples of a training batch belong together: 1, or 2 for pairs} */
    public int rowsTogether() {
        return nodes.stream().mapToInt(GraphNode::rowsTogether).max().orElse(1);
    }

    /** {@return per-row terms of the last evaluation} */
    public LatentBatch batch() {
        return objective.operation().batch();
    }

    /**
     * Forward and backward pass with the noise of the network's current iteration; the gradients, summed over the
     * examples, go to the network's gradient array.
     *
     * @param x features, which are the labels too, {@code [batch, features]}
     * @return the terms before any update, means over the batch
     */
    public ElboTerms gradient(INDArray x) {
        return gradient(x, 0);
    }

    /**
     * As {@link #gradient(INDArray)} for a part of a batch: it takes the noise that its examples have in the whole one,
     * so that the sum over the parts is the whole batch's gradient.
     *
     * @param x the part's features, {@code [count, features]}
     * @param firstExample its first example's position in the batch, ≥ 0
     * @return the terms before any update, means over the part
     */
    public ElboTerms gradient(INDArray x, long firstExample) {
        try {
            ElboTerms terms = reduce(forward(x, firstExample), 0);
            backward(0);
            for (int loss = 1; loss < losses(); loss++) {
                terms = reduce(readAgain(), loss).withMissing(terms.others());
                backward(loss);
            }
            return samples.isEmpty() ? terms : terms.with(addSamples(firstExample, Math.toIntExact(x.size(0))));
        } finally {
            end();
        }
    }

    /**
     * The first part of {@link #gradient(INDArray, long)}. {@link #end} must follow, whatever comes of it.
     *
     * @param x a part of a batch, {@code [count, features]}
     * @param firstExample its first example's position in the batch, ≥ 0
     * @return the inputs of the objective, which {@link #reduce} turns into its outputs; {@link #backward} follows, and
     *     then {@link #readAgain} and both again for each further one of the {@link #losses}
     */
    public LatentBatch forward(INDArray x, long firstExample) {
        Matrix features = passes.matrix(x);
        objective.operation().setOutputsOfData(references.of(features));
        NoisePosition position = NoisePosition.training(firstExample).ofExamples(features.rows());
        noise.use(position);
        modes.use(Mode.TRAINING);
        unfinished = passes.forward(features, nodes.size() - 1, Need.GRADIENTS);
        LatentBatch read = readAgain();
        measurements.measure(unfinished, position, read);
        return read;
    }

    /** {@return the inputs of the objective, after the backward pass of one loss and for that of the next} */
    public LatentBatch readAgain() {
        Buffers b = unfinished;
        int input = objective.input();
        objective.operation().read(b.outputs[input], b.outputs[0], b.gradients[input]);
        batch().setTogether(rowsTogether());
        return batch();
    }

    /**
     * {@return how many losses the objective has, each of which other parameters follow: 1, or 2 where the encoder has
     * its own}
     */
    public int losses() {
        return losses.size();
    }

    /**
     * Evaluates the objective.
     *
     * @param whole what {@link #forward} returned, or what several networks returned, gathered: its outputs are
     *     overwritten
     * @param loss which of its losses; the last is the objective's own value
     * @return the terms, means over the batch
     */
    public ElboTerms reduce(LatentBatch whole, int loss) {
        return loss == losses() - 1
                ? objective.operation().reduce(whole, moment())
                : objective.operation().reduceForEncoder(whole, moment());
    }

    /**
     * The backward pass of a loss, from the outputs of {@link #batch()} on.
     *
     * @param loss which of the losses
     */
    public void backward(int loss) {
        Buffers b = unfinished;
        List<GraphNode> plan = losses.get(loss);
        measurements.backward(b, batch());
        objective.operation().write(b.gradients[objective.input()]);
        for (int i = plan.size() - 2; i >= 0; i--) {
            plan.get(i).backward(b.outputs, b.gradients, i);
        }
        unlearned.clearGradients();
        if (loss == losses() - 1) {
            measurements.addGradients(batch());
        }
    }

    /**
     * Adds the gradient of what the decoder minimises of its samples, after the backward passes of all losses.
     *
     * @param firstExample the first example's position in the batch, ≥ 0
     * @param examples how many examples the pass has, ≥ 1: as many samples are drawn
     * @return what is reported of them, means over the samples; empty where no term counts samples
     */
    public Map<String, Double> addSamples(long firstExample, int examples) {
        Map<String, Double> values = new LinkedHashMap<>();
        samples.forEach(each -> values.putAll(each.addGradient(firstExample, examples)));
        unlearned.clearGradients();
        return values;
    }

    /** Ends a pass that {@link #forward} began, finished or not. */
    public void end() {
        unfinished = null;
        modes.use(Mode.EVALUATION);
        noise.useOwn();
    }

    /**
     * The terms of a batch, with given noise.
     *
     * @param x features, {@code [batch, features]}
     * @param position which ε is drawn
     * @return means over the batch; {@link #batch()} has every row's
     */
    public ElboTerms evaluate(INDArray x, NoisePosition position) {
        Matrix features = passes.matrix(x);
        objective.operation().setOutputsOfData(references.of(features));
        noise.use(position.ofExamples(features.rows()));
        try {
            Buffers b = passes.forward(features, nodes.size() - 1, Need.TERMS);
            int input = objective.input();
            objective.operation().readForEvaluation(b.outputs[input], features, b.gradients[input]);
            batch().setTogether(1);
            measurements.measure(b, position.ofExamples(features.rows()), batch());
            return objective.operation().reduce(batch(), moment());
        } finally {
            noise.useOwn();
        }
    }

    /**
     * What the objective reads of every row, given what some vertices before it put out: no objective is evaluated.
     *
     * @param x features, {@code [examples, features]}, which the likelihood is compared with: row r belongs to example
     *     r mod examples
     * @param entrances the given activations; the objective depends on the network's input through them only
     * @param position which ε is drawn
     * @return {@link #batch()} with its inputs; the next call overwrites it
     */
    public LatentBatch observe(INDArray x, List<Entrance> entrances, NoisePosition position) {
        Matrix features = passes.matrix(x);
        Buffers b = entered.drawn(entrances, nodes.size() - 1, Need.TERMS, position.ofExamples(features.rows()));
        int input = objective.input();
        objective.operation().observe(b.outputs[input], features, b.gradients[input]);
        return batch();
    }

    /**
     * The activations of one vertex.
     *
     * @param x features, {@code [batch, features]}
     * @param vertex name of the vertex
     * @param position which ε is drawn, where the vertex lies behind a sampling layer
     * @return a matrix that the next call overwrites
     */
    public Matrix output(INDArray x, String vertex, NoisePosition position) {
        int last = passes.index(vertex);
        Matrix features = passes.matrix(x);
        noise.use(position.ofExamples(features.rows()));
        try {
            return passes.forward(features, last, Need.VALUES).outputs[last];
        } finally {
            noise.useOwn();
        }
    }

    /**
     * As {@link #output(INDArray, String, NoisePosition)} of a training batch: pairs are brought together as training
     * does.
     *
     * @param x features, {@code [batch, features]}
     * @param vertex name of the vertex
     * @param position which ε is drawn, where the vertex lies behind a sampling layer
     * @return a matrix that the next call overwrites
     */
    public Matrix outputOfPairs(INDArray x, String vertex, NoisePosition position) {
        modes.bringPairsTogether();
        try {
            return output(x, vertex, position);
        } finally {
            modes.use(Mode.EVALUATION);
        }
    }

    /**
     * The activations of one vertex, given those of one before it.
     *
     * @param from name of the vertex whose activations are given
     * @param value its activations, {@code [batch, columns]}
     * @param to name of the vertex whose activations are wanted; depends on the network's input through {@code from}
     *     only
     * @return a matrix that the next call overwrites
     */
    public Matrix output(String from, INDArray value, String to) {
        return entered.output(new Entrance(from, value), to);
    }

    /**
     * The activations of one vertex, given those of one before it, with sampling layers on the way.
     *
     * @param from name of the vertex whose activations are given
     * @param value its activations, {@code [examples, columns]}
     * @param to name of the vertex whose activations are wanted; depends on the network's input through {@code from}
     *     only
     * @param position which ε is drawn
     * @return a matrix that the next call overwrites
     */
    public Matrix output(String from, INDArray value, String to, NoisePosition position) {
        return output(List.of(new Entrance(from, value)), to, position.ofExamples(Math.toIntExact(value.size(0))));
    }

    /**
     * The activations of one vertex, given those of some before it, with sampling layers on the way.
     *
     * @param entrances the given activations
     * @param to name of the vertex whose activations are wanted; depends on the network's input through them only
     * @param position which ε is drawn, with the number of examples
     * @return a matrix that the next call overwrites
     */
    public Matrix output(List<Entrance> entrances, String to, NoisePosition position) {
        return entered.output(entrances, to, position);
    }

    /** {@return the passes that begin at vertices whose activations are given} */
    public EnteredPasses entered() {
        return entered;
    }

    private Term.Moment moment() {
        return new Term.Moment(
                graph.getConfiguration().getIterationCount(),
                graph.getConfiguration().getEpochCount());
    }

    int index(String vertex) {
        return passes.index(vertex);
    }

    /** Whether a vertex draws noise, in training or in evaluation. */
    boolean drawsNoise(String vertex) {
        return noise.drawnBy(vertex);
    }

    GraphBuffers buffers() {
        return passes.buffers();
    }

    List<GraphNode> nodes() {
        return nodes;
    }
}
