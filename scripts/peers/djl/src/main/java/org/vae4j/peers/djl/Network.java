package org.vae4j.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A Gaussian-latent, Bernoulli-output variational autoencoder written by hand on libtorch's fused operators, and its
 * Adam step. The Bernoulli term is softplus(l) − l·x (one pass each way), every dense layer is one {@code addmm}.
 */
final class Network implements AutoCloseable {
    private final NDManager manager;
    private final UnaryOperator<NDArray> activation;
    private final List<NDArray> encoder = new ArrayList<>();
    private final List<NDArray> head = new ArrayList<>();
    private final List<NDArray> decoder = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();
    private final Optimizer adam;
    private final int latent;

    /*
     * Constants of the graph. Not numbers: DJL would wrap each in a tensor over memory that the garbage collector may free
     * before the backward pass reads it again.
     */
    private final NDArray half;
    private final NDArray one;
    private final NDArray perExample;

    Network(NDManager parent, Settings settings, int features) {
        manager = parent.newSubManager();
        latent = settings.latent();
        half = manager.create(0.5f);
        one = manager.create(1f);
        perExample = manager.create(1f / settings.batch());
        activation = settings.activation().equals("tanh") ? NDArray::tanh : x -> x.getNDArrayInternal()
                .relu();
        int width = features;
        for (int next : settings.encoder()) {
            dense(encoder, width, next);
            width = next;
        }
        dense(head, width, latent);
        dense(head, width, latent);
        width = latent;
        for (int next : settings.decoder()) {
            dense(decoder, width, next);
            width = next;
        }
        dense(decoder, width, features);
        adam = Optimizer.adam()
                .optLearningRateTracker(Tracker.fixed(1e-3f))
                .optBeta1(0.9f)
                .optBeta2(0.999f)
                .optEpsilon(1e-8f)
                .build();
    }

    /** Glorot uniform weights [out, in], zero biases. */
    private void dense(List<NDArray> layer, int in, int out) {
        float bound = (float) Math.sqrt(6.0 / (in + out));
        NDArray weight = manager.randomUniform(-bound, bound, new Shape(out, in), DataType.FLOAT32);
        NDArray bias = manager.zeros(new Shape(out), DataType.FLOAT32);
        for (NDArray parameter : List.of(weight, bias)) {
            parameter.setRequiresGradient(true);
            layer.add(parameter);
            parameters.add(parameter);
        }
    }

    /** One training step; the mean negative ELBO of the batch in nats, before the update. */
    float step(NDArray batch) {
        try (NDManager scope = manager.newSubManager()) {
            // Results belong to the manager of their first operand, so the batch has to belong to this step.
            batch.tempAttach(scope);
            float loss;
            try (GradientCollector tape = Engine.getInstance().newGradientCollector()) {
                NDArray negElbo = negElbo(batch);
                tape.backward(negElbo);
                loss = negElbo.getFloat();
            }
            for (int i = 0; i < parameters.size(); i++) {
                NDArray parameter = parameters.get(i);
                try (NDArray gradient = parameter.getGradient()) {
                    // Also clears the gradient.
                    adam.update(Integer.toString(i), parameter, gradient);
                }
            }
            return loss;
        }
    }

    private NDArray negElbo(NDArray x) {
        NDArray hidden = x;
        for (int i = 0; i < encoder.size(); i += 2) {
            hidden = activation.apply(linear(hidden, encoder, i));
        }
        NDArray mean = linear(hidden, head, 0);
        NDArray logVar = linear(hidden, head, 2);
        NDArray deviation = logVar.mul(half).exp();
        NDArray noise = x.getManager().randomNormal(new Shape(x.getShape().get(0), latent));
        NDArray out = deviation.mul(noise).add(mean);
        for (int i = 0; i < decoder.size(); i += 2) {
            out = linear(out, decoder, i);
            if (i + 2 < decoder.size()) {
                out = activation.apply(out);
            }
        }
        NDArray reconstruction =
                out.getNDArrayInternal().softPlus().sum().sub(out.mul(x).sum());
        NDArray kl = mean.square().add(deviation.square()).sub(logVar).sub(one).sum().mul(half);
        return reconstruction.add(kl).mul(perExample);
    }

    private static NDArray linear(NDArray x, List<NDArray> layer, int i) {
        NDList out = x.getNDArrayInternal().linear(x, layer.get(i), layer.get(i + 1));
        return out.singletonOrThrow();
    }

    @Override
    public void close() {
        manager.close();
    }
}
