package org.vae4j.train.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.GenerativePass;
import org.vae4j.model.compiled.NetworkPass;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.generative.GenerativeTerm;
import org.vae4j.train.lagging.LagProgress;
import org.vae4j.train.lagging.Lagging;
import org.vae4j.update.optimiser.ParameterGroup;

/**
 * The phase of a step in which all parameters but those of the discriminators learn: the model's gradient, which
 * several threads may compute together, and one update. A decoder that may pause has an update of its own after the
 * others'.
 */
final class ModelPhase implements Phase {

    private final ComputationGraph graph;
    private final ParallelGradient gradient;
    private final ParameterUpdate update;
    private final Lagging lagging;
    private LagProgress lag = LagProgress.BEGINNING;
    /** The update of steps that move the encoder alone; the same as {@link #update} where there are no such steps. */
    private final ParameterUpdate encoderUpdate;
    /** The update of the last step. */
    private ParameterUpdate last;
    /** The decoders that may pause, each with the term whose gate decides. */
    private final List<Gated> gated = new ArrayList<>();

    private record Gated(GenerativeTerm term, ParameterUpdate update) {

        boolean learns(ElboTerms found) {
            return term.gate()
                    .decoderLearns(
                            found.others().get(term.real()), found.others().get(term.sampled()));
        }
    }

    /**
     * Prepares the phase.
     *
     * @param passes the passes of the networks beside the model, whose parameters this phase leaves alone
     */
    ModelPhase(
            LatentModel model,
            List<NetworkPass> passes,
            Lagging lagging,
            ParallelGradient gradient,
            WorkerThreads threads) {
        this.graph = model.graph();
        this.gradient = gradient;
        List<String> others = new ArrayList<>();
        passes.forEach(pass -> others.addAll(pass.vertices()));
        for (NetworkPass pass : passes) {
            if (pass instanceof GenerativePass generative && generative.mayStopDecoder()) {
                List<String> decoder = generative.decoder();
                others.addAll(decoder);
                gated.add(new Gated(
                        generative.term(), new ParameterUpdate(graph, UpdatedLayers.of(decoder), gradient, threads)));
            }
        }
        UpdatedLayers layers = others.isEmpty() ? UpdatedLayers.all() : UpdatedLayers.allBut(graph, others);
        List<String> encoder = lagging.isWanted() ? encoder() : List.of();
        this.update = new ParameterUpdate(graph, layers.withMovingAlone(encoder), gradient, threads);
        this.last = update;
        this.lagging = lagging;
        this.encoderUpdate =
                lagging.isWanted() ? new ParameterUpdate(graph, UpdatedLayers.of(encoder), gradient, threads) : update;
    }

    /** The names of the encoder's vertices. */
    private List<String> encoder() {
        return graph.getConfiguration().getVertices().keySet().stream()
                .filter(ParameterGroup.ENCODER::contains)
                .toList();
    }

    @Override
    public boolean readsOtherExamples() {
        return false;
    }

    @Override
    public ElboTerms apply(INDArray x, INDArray others, ElboTerms before) {
        ElboTerms terms = gradient.compute(x);
        double penalty = update.regularisation();
        for (Gated decoder : gated) {
            penalty += decoder.update.regularisation();
        }
        graph.setScore(terms.objectiveNats() + penalty);
        int examples = Math.toIntExact(x.size(0));
        boolean encoderAlone = lagging.movesEncoderAlone(
                graph.getConfiguration().getIterationCount(),
                graph.getConfiguration().getEpochCount(),
                lag);
        if (lagging.isAdaptive()) {
            lag = lag.after(lagging, terms.objectiveNats());
        }
        last = encoderAlone ? encoderUpdate : update;
        last.apply(examples);
        if (encoderAlone) {
            update.pause();
        }
        return gated.isEmpty() ? terms : terms.with(updateDecoders(terms, examples, encoderAlone));
    }

    /** Updates the decoders whose gates are open; returns which were updated (1) or paused (0), by their names. */
    private Map<String, Double> updateDecoders(ElboTerms terms, int examples, boolean encoderAlone) {
        Map<String, Double> gates = new LinkedHashMap<>();
        for (Gated decoder : gated) {
            boolean learns = !encoderAlone && decoder.learns(terms);
            if (learns) {
                decoder.update.apply(examples);
            } else {
                decoder.update.pause();
            }
            gates.put(decoder.term.auxiliary().name() + "DecoderLearns", learns ? 1.0 : 0.0);
        }
        return gates;
    }

    /** The state of the encoder's extra steps. */
    LagProgress lag() {
        return lag;
    }

    /** Sets the state of the encoder's extra steps to that of a checkpoint. */
    void continueFrom(LagProgress progress) {
        lag = progress;
    }

    /** The norm of the last mean gradient before it was clipped or normalised; NaN where no updater asks for norms. */
    double gradientNorm() {
        return last.gradientNorm();
    }
}
