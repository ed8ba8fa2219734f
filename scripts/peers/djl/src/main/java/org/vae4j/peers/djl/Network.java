package org.vae4j.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Gaussian-latent, Bernoulli-output variational autoencoder written by hand on libtorch's fused operators, and its
 * Adam step. The Bernoulli term is softplus(l) − l·x (one pass each way), every dense layer is one {@code addmm}. With
 * convolutions, the hidden layers have stride 2, and dense layers lead to and from the latent. The posterior may go on
 * through planar transforms, or the prior be the mixture of the posteriors of learned pseudo-inputs.
 */
final class Network implements AutoCloseable {
    private static final Shape STRIDE = new Shape(2, 2);
    private static final Shape PADDING = new Shape(1, 1);

    private final NDManager manager;
    private final int kernel;
    private final boolean convolutional;
    private final int side;
    private final int smallestSide;
    private final UnaryOperator<NDArray> activation;
    private final List<NDArray> encoder = new ArrayList<>();
    private final List<NDArray> head = new ArrayList<>();
    private final List<NDArray> fromLatent = new ArrayList<>();
    private final List<NDArray> decoder = new ArrayList<>();
    private final List<TransposedConvolution> transposed = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();
    private final Optimizer adam;
    private final int latent;
    private final Flow flow;
    private final Optional<Vamp> vamp;

    /*
     * Constants of the graph. Not numbers: DJL would wrap each in a tensor over memory that the garbage collector may
     * free before the backward pass reads it again.
     */
    private final NDArray half;
    private final NDArray one;
    private final NDArray perExample;

    Network(NDManager parent, Settings settings, int features) {
        manager = parent.newSubManager();
        latent = settings.latent();
        flow = new Flow(manager, settings.planarSteps(), latent);
        vamp = settings.pseudoInputs() > 0
                ? Optional.of(new Vamp(manager, settings.pseudoInputs(), features))
                : Optional.empty();
        vamp.ifPresent(prior -> parameters.add(prior.pseudoInputs()));
        half = manager.create(0.5f);
        one = manager.create(1f);
        perExample = manager.create(1f / settings.batch());
        activation = settings.activation().equals("tanh") ? NDArray::tanh : x -> x.getNDArrayInternal()
                .relu();
        kernel = settings.kernel();
        convolutional = kernel > 0;
        side = (int) Math.sqrt(features);
        smallestSide = side >> settings.encoder().size();
        if (convolutional) {
            convolutions(settings);
        } else {
            denseLayers(settings, features);
        }
        adam = Optimizer.adam()
                .optLearningRateTracker(Tracker.fixed(1e-3f))
                .optBeta1(0.9f)
                .optBeta2(0.999f)
                .optEpsilon(1e-8f)
                .build();
    }

    private void denseLayers(Settings settings, int features) {
        int width = features;
        for (int next : settings.encoder()) {
            dense(encoder, width, next);
            width = next;
        }
        posterior(width);
        width = latent;
        for (int next : settings.decoder()) {
            dense(decoder, width, next);
            width = next;
        }
        dense(decoder, width, features);
    }

    private void convolutions(Settings settings) {
        int channels = 1;
        for (int next : settings.encoder()) {
            layer(encoder, new Shape(next, channels, kernel, kernel), next);
            channels = next;
        }
        int positions = smallestSide * smallestSide;
        posterior(positions * channels);
        channels = settings.decoder().get(0);
        dense(fromLatent, latent, positions * channels);
        for (int i = 1; i <= settings.decoder().size(); i++) {
            int next = i < settings.decoder().size() ? settings.decoder().get(i) : 1;
            float bound = (float) Math.sqrt(6.0 / (kernel * kernel * (channels + next)));
            TransposedConvolution layer = new TransposedConvolution(manager, kernel, channels, next, bound);
            transposed.add(layer);
            parameters.addAll(layer.parameters());
            channels = next;
        }
    }

    /** Mean, log variance, and the parameters of the transforms. */
    private void posterior(int width) {
        dense(head, width, latent);
        dense(head, width, latent);
        if (flow.parameters() > 0) {
            dense(head, width, flow.parameters());
        }
    }

    private void dense(List<NDArray> layer, int in, int out) {
        layer(layer, new Shape(out, in), out);
    }

    /** Glorot uniform weights [out, in, …], zero biases. */
    private void layer(List<NDArray> layer, Shape shape, int out) {
        long positions = shape.size() / (shape.get(0) * shape.get(1));
        float bound = (float) Math.sqrt(6.0 / (positions * (shape.get(0) + shape.get(1))));
        NDArray weight = manager.randomUniform(-bound, bound, shape, DataType.FLOAT32);
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
        long examples = x.getShape().get(0);
        NDArray hidden = encode(vamp.isPresent() ? vamp.get().appendedTo(x) : x);
        NDArray mean = linear(hidden, head, 0);
        NDArray logVar = linear(hidden, head, 2);
        NDArray ofPrior = mean;
        NDArray logVarOfPrior = logVar;
        if (vamp.isPresent()) {
            mean = ofPrior.get(":" + examples);
            logVar = logVarOfPrior.get(":" + examples);
        }
        NDArray deviation = logVar.mul(half).exp();
        NDArray noise = x.getManager().randomNormal(new Shape(examples, latent));
        NDArray z = deviation.mul(noise).add(mean);
        NDArray kl;
        if (vamp.isPresent()) {
            NDArray logPrior = vamp.get().logDensity(
                    z, ofPrior.get(examples + ":"), logVarOfPrior.get(examples + ":"));
            kl = logPosterior(noise, logVar).sub(logPrior.sum());
        } else if (flow.parameters() > 0) {
            NDArray logPosterior = logPosterior(noise, logVar);
            Flow.Result end = flow.apply(z, linear(hidden, head, 4));
            z = end.z();
            kl = logPosterior.sub(end.logDeterminant().sum()).add(z.square().sum().mul(half));
        } else {
            kl = mean.square().add(deviation.square()).sub(logVar).sub(one).sum().mul(half);
        }
        NDArray out = convolutional ? decodeImage(z).reshape(x.getShape()) : decode(z);
        NDArray reconstruction =
                out.getNDArrayInternal().softPlus().sum().sub(out.mul(x).sum());
        return reconstruction.add(kl).mul(perExample);
    }

    /** Σ log q(z|x) + ½ log 2π per dimension, which the prior's density lacks too. */
    private NDArray logPosterior(NDArray noise, NDArray logVar) {
        return noise.square().add(logVar).sum().mul(half).neg();
    }

    private NDArray encode(NDArray x) {
        long rows = x.getShape().get(0);
        NDArray hidden = convolutional ? x.reshape(rows, 1, side, side) : x;
        for (int i = 0; i < encoder.size(); i += 2) {
            hidden = activation.apply(convolutional ? convolution(hidden, i) : linear(hidden, encoder, i));
        }
        return convolutional ? hidden.reshape(rows, -1) : hidden;
    }

    private static NDArray linear(NDArray x, List<NDArray> layer, int i) {
        NDList out = x.getNDArrayInternal().linear(x, layer.get(i), layer.get(i + 1));
        return out.singletonOrThrow();
    }

    private NDArray convolution(NDArray x, int i) {
        return Conv2d.conv2d(x, encoder.get(i), encoder.get(i + 1), STRIDE, PADDING)
                .singletonOrThrow();
    }

    private NDArray decode(NDArray z) {
        NDArray out = z;
        for (int i = 0; i < decoder.size(); i += 2) {
            out = linear(out, decoder, i);
            if (i + 2 < decoder.size()) {
                out = activation.apply(out);
            }
        }
        return out;
    }

    private NDArray decodeImage(NDArray z) {
        NDArray out = activation.apply(linear(z, fromLatent, 0));
        out = out.reshape(z.getShape().get(0), -1, smallestSide, smallestSide);
        for (int i = 0; i < transposed.size(); i++) {
            out = transposed.get(i).apply(out);
            if (i + 1 < transposed.size()) {
                out = activation.apply(out);
            }
        }
        return out;
    }

    @Override
    public void close() {
        manager.close();
    }
}
