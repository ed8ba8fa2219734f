package org.vae4j.model.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.layers.ClampVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.PairVertex;
import org.vae4j.layers.ParameterRowsLayer;
import org.vae4j.layers.PathWeightVertex;
import org.vae4j.layers.PriorVertex;
import org.vae4j.layers.RepeatLayer;
import org.vae4j.layers.Role;
import org.vae4j.layers.SamplingLayer;
import org.vae4j.layers.SharedParameterLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.math.Streams;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.hierarchy.Code;
import org.vae4j.network.hierarchy.LevelDraws;
import org.vae4j.network.transform.TransformChain;
import org.vae4j.update.optimiser.Optimiser;

/**
 * Builds the network of a {@link ModelSpec}: encoder, posterior, draws, transforms, decoder, prior, the networks of
 * terms, and the output layer, which computes the objective.
 *
 * <p>The names of the vertices identify the parts in a network that is loaded from a file, so they must not change.
 */
public final class GraphBuilder {

    static final String INPUT = "x";
    static final String ENCODER = "encoder-";
    /** [μ | log σ²]; absent from a deterministic autoencoder. */
    static final String POSTERIOR = Role.POSTERIOR.usualVertex();

    /** The posteriors before those of a pair are combined; absent where training takes no pairs. */
    static final String OF_PAIRS = "posteriors-of-pairs";

    /** The posterior's parameters before they are clamped; absent where the family has no bounds. */
    static final String UNBOUNDED = "posterior-unbounded";

    /** The posterior's parameters once for each draw; absent where there is one draw. */
    static final String REPEATED = "posterior-repeated";

    /** z. */
    static final String LATENT = Role.LATENT.usualVertex();

    /** The draw, before a vertex by which the objective weighs the gradient that flows back from z. */
    static final String DRAWN = "z-drawn";

    /** The role of the latent noise, from which the noise's seed is derived. */
    static final String ROLE = "latent";

    static final String DECODER = "decoder-";
    static final String PARAMETERS = Role.PARAMETERS.usualVertex();
    /** The likelihood's parameters that depend on z, and those that do not; absent where all depend on z. */
    static final String OF_LATENT = "likelihood-parameters-of-z";

    static final String SHARED = "likelihood-parameters-shared";
    /** The parameters of the prior; absent where it has none. */
    public static final String PRIOR_PARAMETERS = Role.PRIOR_PARAMETERS.usualVertex();

    /** log p(z) of a prior with parameters. */
    static final String PRIOR = Role.PRIOR.usualVertex();

    /** The inputs of the objective, joined. */
    static final String JOINED = "joined";

    /** The output layer, which computes the objective. */
    public static final String OBJECTIVE = "objective";

    private GraphBuilder() {}

    /**
     * Builds the graph of a model.
     *
     * @param spec the parts of the model
     * @param optimiser the updater and the weight decay, which become settings of the layers
     * @param seed the seed of the weights and of the noise
     * @param type the type of the parameters
     * @return the graph with initial weights
     */
    public static ComputationGraph build(ModelSpec spec, Optimiser optimiser, long seed, DataType type) {
        Architecture architecture = spec.network();
        ComputationGraphConfiguration.GraphBuilder graph =
                builder(optimiser.updater(), seed, type, architecture.style());
        graph.addInputs(INPUT)
                .setInputTypes(InputType.feedForward(architecture.input().size()));
        NetworkAssembly network =
                new NetworkAssembly(graph, architecture.style(), List.of(INPUT), Streams.derive(seed, "latent"));
        ConditionedNetwork conditioned = new ConditionedNetwork(graph, architecture);
        String code =
                spec.latents().isEncoded() ? PseudoInputs.encoder(graph, network, spec) : conditioned.encoder(network);
        boolean drawn = spec.latents().isDrawn();
        List<String> parameters = List.of();
        Code decoderInput;
        if (spec.latents().isHierarchical()) {
            HierarchicalLatent layers = HierarchicalLatent.add(network, spec, code, Streams.derive(seed, ROLE));
            parameters = layers.parameters();
            decoderInput = layers.decoderInput();
        } else {
            if (drawn) {
                parameters = latent(graph, network, spec, new Head(code, Streams.derive(seed, ROLE)));
            } else {
                dense(graph, LATENT, code, spec.latent(), Nonlinearity.IDENTITY);
            }
            decoderInput = new Code(conditioned.decoderInput(spec.draws()), architecture.decoderInput());
        }
        decoder(graph, network, spec, decoderInput);
        // After all others: DL4J draws weights in the order of the layers, so the model's own weights stay the same.
        AuxiliaryNetworks beside = new AuxiliaryNetworks(spec);
        boolean readsLatents = drawn || spec.objective().readsLatents();
        if (readsLatents) {
            List<String> joined = new ArrayList<>(joined(graph, spec, parameters));
            joined.addAll(beside.addTo(graph, Streams.derive(seed, "beside")));
            graph.addVertex(JOINED, new ConcatVertex(), joined.toArray(String[]::new));
        }
        List<LatentPart> parts = readsLatents ? List.of(spec.latents().part(spec.latent())) : List.of();
        graph.addLayer(OBJECTIVE, output(spec, parts, beside), readsLatents ? JOINED : PARAMETERS);
        return initialised(graph.setOutputs(OBJECTIVE), spec, optimiser, seed);
    }

    private static VariationalOutputLayer output(ModelSpec spec, List<LatentPart> parts, AuxiliaryNetworks beside) {
        return new VariationalOutputLayer(
                        parts,
                        spec.likelihood(),
                        spec.objective(),
                        spec.network().condition())
                .withAuxiliaries(beside.columns());
    }

    /**
     * The inputs of the posterior.
     *
     * @param code name of the encoder's output vertex
     * @param noiseSeed the seed of the draws in training
     */
    private record Head(String code, long noiseSeed) {}

    /**
     * Adds the posterior's parameters, once for each draw, the draws and their transforms; returns the name of the
     * vertex of the family's parameters.
     */
    private static List<String> latent(
            ComputationGraphConfiguration.GraphBuilder graph, NetworkAssembly network, ModelSpec spec, Head head) {
        LatentSpec latents = spec.latents();
        PosteriorFamily family = latents.posterior();
        int columns = Math.addExact(family.parameterCount(spec.latent()), latents.contextColumns(spec.latent()));
        boolean encoded = latents.isEncoded();
        boolean paired = latents.pairs().takesPairs();
        String posteriors = encoded ? PseudoInputs.POSTERIORS : paired ? OF_PAIRS : POSTERIOR;
        Optional<PosteriorFamily.Bounds> bounds = family.bounds(spec.latent());
        dense(graph, bounds.isPresent() ? UNBOUNDED : posteriors, head.code(), columns, Nonlinearity.IDENTITY);
        bounds.ifPresent(b -> graph.addVertex(posteriors, clamp(b, spec), UNBOUNDED));
        if (encoded) {
            PseudoInputs.split(network, spec);
        }
        if (paired) {
            graph.addVertex(POSTERIOR, new PairVertex(latents.pairs()), OF_PAIRS);
        }
        if (spec.draws() > 1) {
            graph.addLayer(REPEATED, new RepeatLayer(spec.draws()), POSTERIOR);
        }
        TransformedLatent transformed = transformed(network, spec);
        boolean weighed = spec.objective().weighsPaths();
        String base = latents.isTransformed() ? TransformedLatent.BASE : LATENT;
        graph.addLayer(
                weighed ? DRAWN : base,
                new SamplingLayer(family, spec.latent(), new SamplingLayer.Noise(head.noiseSeed(), ROLE, spec.draws())),
                transformed.family());
        if (weighed) {
            graph.addVertex(base, new PathWeightVertex(), DRAWN);
        }
        if (latents.isTransformed()) {
            transformed.addTransforms();
        }
        return List.of(family(spec));
    }

    private static ClampVertex clamp(PosteriorFamily.Bounds bounds, ModelSpec spec) {
        return new ClampVertex(
                bounds.from(), spec.latents().posterior().parameterCount(spec.latent()), bounds.least(), bounds.most());
    }

    private static TransformedLatent transformed(NetworkAssembly network, ModelSpec spec) {
        String decoderInput = spec.network().condition() == 0 ? LATENT : ConditionedNetwork.DECODER_INPUT;
        return new TransformedLatent(
                network.behindDraws(spec.draws()),
                spec.latents(),
                spec.latent(),
                drawnFrom(spec),
                new TransformChain.Joint(INPUT, decoderInput, spec.latents().prior()));
    }

    /**
     * The names of the output layer's inputs: the likelihood's parameters, the posterior's, z, the draw and the
     * log-determinant where there are transforms, and log p(z) where the prior has parameters.
     */
    private static List<String> joined(
            ComputationGraphConfiguration.GraphBuilder graph, ModelSpec spec, List<String> parameters) {
        List<String> parts = new ArrayList<>(List.of(PARAMETERS));
        parts.addAll(parameters);
        parts.add(LATENT);
        if (spec.latents().isTransformed()) {
            parts.addAll(List.of(TransformedLatent.BASE, TransformedLatent.LOG_DETERMINANT));
        }
        if (hasParameters(spec)) {
            addPrior(graph, spec);
            parts.add(PRIOR);
        }
        return parts;
    }

    private static void addPrior(ComputationGraphConfiguration.GraphBuilder graph, ModelSpec spec) {
        Prior prior = spec.latents().prior();
        String latent = spec.latents().isHierarchical()
                ? LevelDraws.draws(spec.latents().sizes(spec.latent()).size())
                : LATENT;
        if (!spec.latents().isEncoded()) {
            Prior.Parameters shape = prior.parameters(spec.latents().topSize(spec.latent()));
            graph.addLayer(PRIOR_PARAMETERS, rows(shape), latent);
        }
        graph.addVertex(PRIOR, new PriorVertex(prior), latent, PRIOR_PARAMETERS);
    }

    /**
     * A layer whose output is a learned matrix.
     *
     * @param shape the shape of the matrix
     * @return the layer
     */
    public static ParameterRowsLayer rows(Prior.Parameters shape) {
        return new ParameterRowsLayer.Builder()
                .rows(shape.rows())
                .nOut(shape.columns())
                .build();
    }

    private static boolean hasParameters(ModelSpec spec) {
        return spec.latents().isLearned(spec.latent());
    }

    /** The name of the vertex of the family's parameters. */
    private static String family(ModelSpec spec) {
        return spec.latents().contextColumns(spec.latent()) > 0 ? TransformedLatent.FAMILY : drawnFrom(spec);
    }

    private static String drawnFrom(ModelSpec spec) {
        return spec.draws() > 1 ? REPEATED : POSTERIOR;
    }

    /** Adds the decoder's blocks and its head, and the likelihood's parameters that do not depend on z. */
    private static void decoder(
            ComputationGraphConfiguration.GraphBuilder graph, NetworkAssembly network, ModelSpec spec, Code input) {
        int shared = spec.likelihood().sharedParameterCount();
        int parameters = spec.likelihood().parameterCount(spec.features()) - shared;
        Shape latent = input.shape();
        DecoderLayout.Resolved decoder = spec.network().decoder(latent, parameters);
        String last = decoder.network().addTo(network, DECODER, input.vertex(), latent);
        Shape shape = decoder.network().output(latent);
        if (shared == 0) {
            decoder.head().addTo(network, PARAMETERS, last, shape);
            return;
        }
        decoder.head().addTo(network, OF_LATENT, last, shape);
        graph.addLayer(SHARED, new SharedParameterLayer.Builder().nOut(shared).build(), last);
        graph.addVertex(PARAMETERS, new ConcatVertex(), OF_LATENT, SHARED);
    }

    private static ComputationGraphConfiguration.GraphBuilder builder(
            IUpdater updater, long seed, DataType type, Style style) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(Streams.derive(seed, "init"))
                .dataType(type)
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .updater(updater);
        style.initialisation().weights().ifPresent(builder::weightInit);
        return builder.graphBuilder();
    }

    private static void dense(
            ComputationGraphConfiguration.GraphBuilder graph, String name, String from, int size, Nonlinearity f) {
        DenseBlock.Builder block = new DenseBlock.Builder().nOut(size).nonlinearity(f);
        graph.addLayer(name, from.equals(INPUT) ? block.withoutInputGradient().build() : block.build(), from);
    }

    private static ComputationGraph initialised(
            ComputationGraphConfiguration.GraphBuilder graph, ModelSpec spec, Optimiser optimiser, long seed) {
        ComputationGraphConfiguration configuration = graph.build();
        optimiser.configure(configuration);
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        if (hasParameters(spec)) {
            initialisePrior(network, spec, Streams.derive(seed, "prior"));
        }
        return network;
    }

    /** Initialises the parameters of the prior, or the pseudo-inputs. */
    private static void initialisePrior(ComputationGraph network, ModelSpec spec, long seed) {
        Prior prior = spec.latents().prior();
        String learned = spec.latents().isEncoded() ? PseudoInputs.LEARNED : PRIOR_PARAMETERS;
        INDArray target = network.getLayer(learned).getParam("W");
        Columns parameters = new Columns(Math.toIntExact(target.size(0)), Math.toIntExact(target.size(1)));
        prior.initialise(parameters, spec.latents().topSize(spec.latent()), seed);
        Kernels.of(target.dataType()).write(parameters.values(), Matrix.of(target));
    }
}
