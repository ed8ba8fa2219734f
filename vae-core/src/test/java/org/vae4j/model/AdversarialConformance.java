package org.vae4j.model;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.objective.generative.GanTerm;
import org.vae4j.objective.term.AdversarialPriorTerm;
import org.vae4j.objective.term.FactorTerm;

/** The rows of docs/conformance.md that cover terms with a discriminator: with weight 0 they must change nothing. */
final class AdversarialConformance {

    private static final List<Integer> SMALL = List.of(5, 4);

    private AdversarialConformance() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "`factor: {gamma: 0}`",
                        "the ELBO: weights at the beginning, objective and every gradient of the model",
                        0,
                        () -> betweenModels(LatentSpec.STANDARD, new FactorTerm(0, SMALL, 1, 1))),
                new Row(
                        "`adversarial: {weight: 0}` on a code",
                        "the autoencoder: weights at the beginning, objective and every gradient of the model",
                        0,
                        () -> betweenModels(LatentSpec.CODE, new AdversarialPriorTerm(0, SMALL, 1, 1))),
                new Row(
                        "`gan: {features: 0, adversarial: 0, pixels: 1}`",
                        "the ELBO: weights at the beginning, objective and every gradient of the model",
                        0,
                        () -> betweenModels(LatentSpec.STANDARD, pixelsAlone())));
    }

    private static Term pixelsAlone() {
        return new GanTerm(1, 0, 0, 1, SMALL, 0, GanTerm.Generator.MINIMAX, Math.log(2), 0, 1);
    }

    /**
     * The largest difference, of objective, parameters and gradients, between a model with a weightless term and
     * without.
     */
    private static double betweenModels(LatentSpec latents, Term term) {
        Objective with = new ComposedObjective(new ElboReducer(), null, List.of(term));
        LatentModel weightless = ConformanceTest.model(latents, with, 1);
        LatentModel plain = ConformanceTest.model(latents, ComposedObjective.of(new ElboReducer()), 1);
        double largest = Math.abs(ConformanceTest.objective(weightless) - ConformanceTest.objective(plain));
        for (Layer layer : plain.graph().getLayers()) {
            if (layer.numParams() > 0) {
                Layer same = weightless.graph().getLayer(layer.conf().getLayer().getLayerName());
                largest = Math.max(largest, largestMagnitude(layer.params().sub(same.params())));
                largest = Math.max(
                        largest, largestMagnitude(layer.getGradientsViewArray().sub(same.getGradientsViewArray())));
            }
        }
        return largest;
    }

    private static double largestMagnitude(INDArray difference) {
        return difference.amaxNumber().doubleValue();
    }
}
