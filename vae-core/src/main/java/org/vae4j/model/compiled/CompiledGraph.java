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
 * Runs the forward and backward passes of a network as a fixed list of operations on matrices that are allocated once.
 *
 * <p>It runs the layers of the {@link ComputationGraph} themselves, on the graph's parameters and into its gradient
 * array, without DL4J's work around them (workspaces, copies, bookkeeping), which takes as long as the arithmetic. The
 * graph remains the object that is saved, loaded and inspected.
 *
 * <p>The inputs of a {@code ConcatVertex} are computed in place: in column order a range of columns is contiguous, so
 * the inputs are windows into the joined matrix. A layer or vertex that is no operation of this library is run by DL4J
 * on copies of its inputs.
 *
 * <p>A gradient takes {@link #forward}, then {@link #reduce} and {@link #backward} for each of the {@link #losses} with
 * {@link #readAgain} between them, then {@link #addSamples} and {@link #end}; {@link #gradient} does all of it. Not
 * safe for use by several threads at once.
 */
public final class CompiledGraph {

    private final ComputationGraph graph;
    private final List<GraphNode> nodes;
    /** The nodes once for each loss, with its backward pass; the last loss is the objective's own value. */
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
    /** The buffers of the pass that {@link #forward} began; null between passes. */
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
        // The first loss is the encoder's, whose backward pass reaches z; that of a decoder's own loss does not.
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
     * @throws IllegalArgumentException when the network does not end in one objective of this library, when a vertex
     *     cannot be run (the message names it), or when two layers would draw the same noise
     */
    public static CompiledGraph of(ComputationGraph graph) {
        return new CompiledGraph(graph, GraphCompiler.compile(graph));
    }

    /** {@return the network} */
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

    /** {@return whether the objective is a sum of values that each depend on one example} */
    public boolean perExample() {
        return objective.operation().perExample() && nodes.stream().allMatch(GraphNode::perExample);
    }

    /**
     * {@return whether the forward and backward passes of each example up to the objective depend on that example
     * alone}
     */
    public boolean readsPerExample() {
        return objective.operation().readsPerExample() && nodes.stream().allMatch(GraphNode::perExample);
    }

    /** {@return the number of successive examples of a training batch that are combined: 2 for pairs, otherwise 1} */
    public int rowsTogether() {
        return nodes.stream().mapToInt(GraphNode::rowsTogether).max().orElse(1);
    }

    /** {@return the terms per row of the last pass, which the next one overwrites} */
    public LatentBatch batch() {
        return objective.operation().batch();
    }

    /**
     * Computes the gradients, summed over the examples, into the network's gradient array, with the noise of its
     * current iteration.
     *
     * @param x features, which are the labels too, {@code [batch, features]}
     * @return the terms before any update, means over the batch
     */
    public ElboTerms gradient(INDArray x) {
        return gradient(x, 0);
    }

    /**
     * As {@link #gradient(INDArray)} for a part of a batch, whose examples get the noise of their numbers in the whole
     * batch. The sum over the parts is the gradient of the whole batch.
     *
     * @param x the part's features, {@code [count, features]}
     * @param firstExample number of the part's first example in the batch, ≥ 0
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
     * Runs the forward pass of {@link #gradient(INDArray, long)}. {@link #end} must be called afterwards, even after an
     * exception.
     *
     * @param x a part of a batch, {@code [count, features]}
     * @param firstExample number of the part's first example in the batch, ≥ 0
     * @return the inputs of the objective, for {@link #reduce}
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

    /** {@return the inputs of the objective once more, for the next loss of the same forward pass} */
    public LatentBatch readAgain() {
        Buffers b = unfinished;
        int input = objective.input();
        objective.operation().read(b.outputs[input], b.outputs[0], b.gradients[input]);
        batch().setTogether(rowsTogether());
        return batch();
    }

    /**
     * {@return the number of losses, each of which different parameters minimise: 2 where the encoder has a loss of its
     * own, otherwise 1}
     */
    public int losses() {
        return losses.size();
    }

    /**
     * Evaluates a loss of the objective.
     *
     * @param whole the batch that {@link #forward} returned, or one gathered from those of several networks; the
     *     gradients in it are overwritten
     * @param loss index of the loss; the last is the objective's own value
     * @return the terms, means over the batch
     */
    public ElboTerms reduce(LatentBatch whole, int loss) {
        return loss == losses() - 1
                ? objective.operation().reduce(whole, moment())
                : objective.operation().reduceForEncoder(whole, moment());
    }

    /**
     * Runs the backward pass of a loss, from the gradients in {@link #batch()}.
     *
     * @param loss index of the loss
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
     * Adds the gradient of the decoder's loss on its own samples, after the backward passes of all losses.
     *
     * @param firstExample number of the pass's first example in the batch, ≥ 0
     * @param examples number of examples of the pass, ≥ 1, which is also the number of samples
     * @return the values of the samples by their names, means over the samples; empty where no term reads samples
     */
    public Map<String, Double> addSamples(long firstExample, int examples) {
        Map<String, Double> values = new LinkedHashMap<>();
        samples.forEach(each -> values.putAll(each.addGradient(firstExample, examples)));
        unlearned.clearGradients();
        return values;
    }

    /** Ends a pass that {@link #forward} began, complete or not, and returns layers to evaluation. */
    public void end() {
        unfinished = null;
        modes.use(Mode.EVALUATION);
        noise.useOwn();
    }

    /**
     * The terms of a batch, with given noise.
     *
     * @param x features, {@code [batch, features]}
     * @param position the seed of ε and the number of the first example
     * @return means over the batch; {@link #batch()} has the terms of every row
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
     * Computes the inputs of the objective from given activations of some vertices, without evaluating the objective.
     *
     * @param x features, {@code [examples, features]}, for which the likelihood is computed: row r belongs to example r
     *     mod examples
     * @param entrances the given activations; the objective depends on the network's input through them only
     * @param position the seed of ε and the numbers of the first example and draw
     * @return {@link #batch()} with the objective's inputs; the next call overwrites it
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
     * @param position the seed of ε for layers that draw before the vertex
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
     * As {@link #output(INDArray, String, NoisePosition)}, but with the pairs of examples combined as in training.
     *
     * @param x features, {@code [batch, features]}
     * @param vertex name of the vertex
     * @param position the seed of ε for layers that draw before the vertex
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
     * The activations of one vertex, given those of one before it, with layers that draw between them.
     *
     * @param from name of the vertex whose activations are given
     * @param value its activations, {@code [examples, columns]}
     * @param to name of the vertex whose activations are wanted; depends on the network's input through {@code from}
     *     only
     * @param position the seed of ε
     * @return a matrix that the next call overwrites
     */
    public Matrix output(String from, INDArray value, String to, NoisePosition position) {
        return output(List.of(new Entrance(from, value)), to, position.ofExamples(Math.toIntExact(value.size(0))));
    }

    /**
     * The activations of one vertex, given those of several before it, with layers that draw between them.
     *
     * @param entrances the given activations
     * @param to name of the vertex whose activations are wanted; depends on the network's input through them only
     * @param position the seed of ε, with the number of examples
     * @return a matrix that the next call overwrites
     */
    public Matrix output(List<Entrance> entrances, String to, NoisePosition position) {
        return entered.output(entrances, to, position);
    }

    /** {@return the passes that start from given activations of inner vertices} */
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
