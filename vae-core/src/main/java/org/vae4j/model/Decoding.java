package org.vae4j.model;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.support.SupportCheck;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.plan.Roles;
import org.vae4j.model.spec.Condition;
import org.vae4j.model.spec.ConditionedNetwork;

/**
 * Computes p(x|z) of latents z, which their condition follows in models that have one.
 *
 * <p>Not safe for use by several threads at once.
 */
final class Decoding {

    private final CompiledGraph compiled;
    private final int condition;
    private final String parametersVertex;
    /** Name of the vertex at which latents enter the decoder. */
    private final String input;
    /** Memory for the gradient that a likelihood computes beside its value; its content is not used. */
    private Optional<Matrix> scratch = Optional.empty();

    Decoding(CompiledGraph compiled, Roles roles, int condition) {
        this.compiled = compiled;
        this.condition = condition;
        this.input = condition == 0 ? roles.latent() : ConditionedNetwork.DECODER_INPUT;
        this.parametersVertex = roles.parameters();
    }

    /** E[x|z] of each row [z | condition] of the decoder's input. */
    INDArray mean(INDArray decoderInput) {
        Matrix parameters = compiled.output(input, decoderInput, parametersVertex);
        Matrix mean = Matrix.allocate(parameters.type(), parameters.rows(), features(parameters));
        likelihood().mean(Kernels.of(parameters.type()), parameters, mean);
        return mean.array();
    }

    /**
     * Draws x ~ p(x|z) for each row of the decoder's input, as a function of the seed and of the row's example number.
     */
    INDArray sample(INDArray decoderInput, NoiseRows numbers, long seed) {
        Matrix parameters = compiled.output(input, decoderInput, parametersVertex);
        Kernels kernels = Kernels.of(parameters.type());
        Matrix x = Matrix.allocate(parameters.type(), parameters.rows(), features(parameters));
        for (int r = 0; r < x.rows(); r++) {
            Matrix rowParameters = Matrix.allocate(x.type(), 1, parameters.columns());
            Matrix drawn = Matrix.allocate(x.type(), 1, x.columns());
            kernels.copy(parameters.rows(r, 1), rowParameters);
            likelihood().sample(kernels, rowParameters, Streams.at(seed, numbers.firstExample() + r), drawn);
            kernels.copy(drawn, x.rows(r, 1));
        }
        return x.array();
    }

    /** -log p(x|z) of each row of z: row r belongs to example r mod examples. */
    double[] negLogLikelihood(INDArray x, INDArray z) {
        Matrix parameters = compiled.output(input, withCondition(x, z), parametersVertex);
        if (scratch.isEmpty() || scratch.get().rows() != parameters.rows()) {
            scratch = Optional.of(Matrix.allocate(parameters.type(), parameters.rows(), parameters.columns()));
        }
        double[] result = new double[parameters.rows()];
        Kernels kernels = Kernels.of(parameters.type());
        Matrix features = Matrix.ofAny(x.castTo(parameters.type())).columns(0, features(parameters));
        SupportCheck.require(kernels, likelihood(), features);
        likelihood().negLogLikelihood(kernels, features, parameters, result, scratch.get());
        return result;
    }

    /** Computes {@link #negLogLikelihood} and its gradient with respect to z, column by column. */
    void negLogLikelihoodGradient(INDArray x, INDArray z, double[] values, double[] gradient) {
        Matrix result = compiled.entered()
                .likelihoodGradient(
                        likelihood(), x, new Entrance(input, withCondition(x, z)), parametersVertex, values);
        Kernels.of(result.type()).read(result.columns(0, result.columns() - condition), gradient);
    }

    private INDArray withCondition(INDArray x, INDArray z) {
        return condition == 0 ? z : Condition.joinRepeated(z, Condition.of(x, condition));
    }

    private int features(Matrix parameters) {
        return likelihood().featureCount(parameters.columns());
    }

    private Likelihood likelihood() {
        return compiled.likelihood();
    }
}
