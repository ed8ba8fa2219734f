package org.vae4j.experiment.study.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.linear.LinearAutoencoderLoss;
import org.vae4j.baseline.linear.OrthonormalAutoencoder;
import org.vae4j.baseline.linear.SubspaceReport;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Lbfgs;
import org.vae4j.math.PrincipalAngles;
import org.vae4j.math.Streams;

/** Trains linear autoencoders until they have converged, and compares them with PCA. */
public final class LinearTraining {

    private static final int MEMORY = 30;
    /** Iterations of L-BFGS before alternating least squares take over for an untied autoencoder. */
    private static final int APPROACH = 300;

    private final Covariance train;
    private final Covariance test;
    private final int maxIterations;
    private final double tolerance;

    /**
     * A training.
     *
     * @param train moments of the training set
     * @param test moments of the test set
     * @param maxIterations at most
     * @param tolerance of the gradient, see {@link Lbfgs.Config}
     */
    public LinearTraining(Covariance train, Covariance test, int maxIterations, double tolerance) {
        this.train = train;
        this.test = test;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
    }

    /** How training went on: the angle after some of the iterations. */
    public static final class Trace {
        private final List<Double> iterations = new ArrayList<>();
        private final List<Double> angles = new ArrayList<>();

        /** Empty. */
        public Trace() {}

        /** {@return iterations} */
        public List<Double> iterations() {
            return List.copyOf(iterations);
        }

        /** {@return the largest principal angle after each, radians} */
        public List<Double> angles() {
            return List.copyOf(angles);
        }

        private Lbfgs.Listener listener(int offset, Pca pca) {
            INDArray directions = pca.components();
            int block = pca.features() * pca.size();
            return (iteration, point, value, norm) -> {
                int i = offset + iteration;
                // Denser at first: the decomposition costs as much as some iterations.
                if (i < 20 || i % 10 == 0 && i < 200 || i % 50 == 0) {
                    INDArray decoder =
                            Nd4j.create(Arrays.copyOf(point, block), new long[] {pca.features(), pca.size()}, 'f');
                    iterations.add((double) i);
                    angles.add(Math.max(1e-16, PrincipalAngles.largest(directions, decoder)));
                }
            };
        }
    }

    /** What came out of one training. */
    public static final class Trained {
        private final VariantResult result;
        private final INDArray decoder;
        private final INDArray encoder;
        private final double[] point;

        private Trained(VariantResult result, INDArray decoder, INDArray encoder, double[] point) {
            this.result = result;
            this.decoder = decoder;
            this.encoder = encoder;
            this.point = point;
        }

        /** {@return the numbers} */
        public VariantResult result() {
            return result;
        }

        /** {@return A, {@code [d, p]}, a copy} */
        public INDArray decoder() {
            return decoder.dup('f');
        }

        /** {@return B, {@code [p, d]}, a copy} */
        public INDArray encoder() {
            return encoder.dup('f');
        }

        /** {@return the variables of the loss, a copy} */
        public double[] point() {
            return point.clone();
        }
    }

    /**
     * Trains one variant.
     *
     * @param variant which
     * @param pca of the training set, of p directions
     * @param strength of the penalties, relative to the smallest variance kept; in (0, 0.55)
     * @param seed of the start
     * @param trace filled with the angles
     * @return what came out
     */
    public Trained train(Variant variant, Pca pca, double strength, int seed, Trace trace) {
        long init = Streams.at(Streams.derive(seed, "init"), variant.ordinal() * 1000L + pca.size());
        if (variant == Variant.ORTHONORMAL) {
            OrthonormalAutoencoder fitted = OrthonormalAutoencoder.fit(
                    train.centred(),
                    pca.size(),
                    new Lbfgs.Config(1, maxIterations, tolerance),
                    init,
                    trace.listener(0, pca));
            INDArray u = fitted.directions();
            return trained(
                    variant,
                    pca,
                    seed,
                    u,
                    u.transpose().dup('f'),
                    new double[0],
                    new Ending(fitted.converged(), fitted.iterations(), fitted.gradientNorm()),
                    new double[pca.features()]);
        }
        LinearAutoencoderLoss loss = variant.loss(train, pca, strength);
        double[] start = GaussianNoise.draw(init, loss.size());
        double scale = Math.sqrt(0.1 / pca.features());
        Arrays.setAll(start, i -> scale * start[i]);
        boolean alternating = variant == Variant.UNTIED || variant == Variant.UNTIED_BIAS;
        int gradientIterations = alternating ? Math.min(APPROACH, maxIterations) : maxIterations;
        Lbfgs.Minimum minimum = Lbfgs.minimise(
                loss, start, new Lbfgs.Config(MEMORY, gradientIterations, tolerance), trace.listener(0, pca));
        double[] point = minimum.point();
        Ending ending = alternating && !minimum.converged()
                ? finish(loss, point, minimum.iterations(), trace.listener(minimum.iterations(), pca))
                : new Ending(minimum.converged(), minimum.iterations(), minimum.gradientNorm());
        return trained(variant, pca, seed, loss.decoder(point), loss.encoder(point), point, ending, loss.bias(point));
    }

    /** Alternating least squares until the gradient is small, or as often as L-BFGS was allowed to iterate. */
    private Ending finish(LinearAutoencoderLoss loss, double[] point, int from, Lbfgs.Listener listener) {
        double[] gradient = new double[point.length];
        for (int i = 0; ; i++) {
            double value = loss.evaluate(point, gradient);
            double norm = norm(gradient);
            listener.iteration(i, point, value, norm);
            boolean converged = norm <= tolerance * Math.max(1, norm(point));
            if (converged || i == maxIterations) {
                return new Ending(converged, from + i, norm);
            }
            System.arraycopy(loss.alternate(point), 0, point, 0, point.length);
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    private record Ending(boolean converged, int iterations, double gradientNorm) {}

    private Trained trained(
            Variant variant,
            Pca pca,
            int seed,
            INDArray decoder,
            INDArray encoder,
            double[] point,
            Ending ending,
            double[] bias) {
        boolean uncentred = variant == Variant.TIED_UNCENTRED;
        SubspaceReport report = SubspaceReport.of(pca, uncentred ? train.aboutOrigin() : train, decoder, encoder);
        VariantResult result = new VariantResult(
                variant.label(),
                pca.size(),
                seed,
                ending.converged(),
                ending.iterations(),
                ending.gradientNorm(),
                testError(variant, decoder, encoder, bias),
                report);
        return new Trained(result, decoder, encoder, point);
    }

    /** E‖x - x̂‖² over the test set by its moments, about what the model is centred at. */
    private double testError(Variant variant, INDArray decoder, INDArray encoder, double[] bias) {
        boolean raw = variant == Variant.TIED_UNCENTRED || variant == Variant.UNTIED_BIAS;
        INDArray mean = raw ? test.mean() : test.mean().subi(train.mean());
        return error(Covariance.of(mean, test.matrix(), test.count()), decoder, encoder, bias);
    }

    /**
     * E‖x - ABx - b‖².
     *
     * @param data moments of x
     * @param decoder A, {@code [d, p]}
     * @param encoder B, {@code [p, d]}
     * @param bias b, {@code [d]}
     * @return per example
     */
    public static double error(Covariance data, INDArray decoder, INDArray encoder, double[] bias) {
        LinearAutoencoderLoss loss = LinearAutoencoderLoss.untied(data, decoder.columns(), true);
        int block = decoder.rows() * decoder.columns();
        double[] point = new double[loss.size()];
        System.arraycopy(decoder.dup('f').data().asDouble(), 0, point, 0, block);
        System.arraycopy(encoder.transpose().dup('f').data().asDouble(), 0, point, block, block);
        System.arraycopy(bias, 0, point, 2 * block, bias.length);
        return loss.evaluate(point, new double[loss.size()]);
    }
}
