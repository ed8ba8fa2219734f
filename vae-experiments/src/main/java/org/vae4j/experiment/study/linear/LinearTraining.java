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
import org.vae4j.math.PrincipalAngles;
import org.vae4j.math.Streams;
import org.vae4j.math.descent.Lbfgs;

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
     * Prepares trainings on one data set.
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

    /** The largest principal angle after some of the iterations. */
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
        private final LinearMap map;
        private final double[] point;

        private Trained(VariantResult result, LinearMap map, double[] point) {
            this.result = result;
            this.map = map;
            this.point = point;
        }

        /** {@return the numbers} */
        public VariantResult result() {
            return result;
        }

        /** {@return A, {@code [d, p]}, a copy} */
        public INDArray decoder() {
            return map.decoder().dup('f');
        }

        /** {@return B, {@code [p, d]}, a copy} */
        public INDArray encoder() {
            return map.encoder().dup('f');
        }

        /** {@return the variables of the loss, a copy} */
        public double[] point() {
            return point.clone();
        }
    }

    /**
     * Trains one variant.
     *
     * @param variant the variant to train
     * @param pca the PCA of the training set, with p directions
     * @param strength of the penalties, relative to the smallest variance kept; in (0, 0.55)
     * @param seed the seed of the start
     * @param trace is filled with the angles
     * @return the trained autoencoder
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
            LinearMap map = new LinearMap(u, u.transpose().dup('f'), new double[pca.features()]);
            Ending ending = new Ending(new double[0], fitted.converged(), fitted.iterations(), fitted.gradientNorm());
            return trained(variant, pca, seed, map, ending);
        }
        LinearAutoencoderLoss loss = variant.loss(train, pca, strength);
        double[] start = GaussianNoise.draw(init, loss.size());
        double scale = Math.sqrt(0.1 / pca.features());
        Arrays.setAll(start, i -> scale * start[i]);
        Lbfgs.Listener listener = trace.listener(0, pca);
        if (variant == Variant.NON_UNIFORM_L2) {
            Lbfgs.Config config = new Lbfgs.Config(MEMORY, maxIterations, tolerance);
            Lbfgs.Minimum minimum = Lbfgs.minimise(loss, loss::bestInSpan, start, config, listener);
            return trained(variant, pca, seed, mapOf(loss, minimum.point()), endingOf(minimum));
        }
        boolean alternating = variant == Variant.UNTIED || variant == Variant.UNTIED_BIAS;
        int gradientIterations = alternating ? Math.min(APPROACH, maxIterations) : maxIterations;
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(loss, start, new Lbfgs.Config(MEMORY, gradientIterations, tolerance), listener);
        Ending ending = alternating && !minimum.converged()
                ? finish(loss, minimum.point(), minimum.iterations(), trace.listener(minimum.iterations(), pca))
                : endingOf(minimum);
        return trained(variant, pca, seed, mapOf(loss, ending.point()), ending);
    }

    private static LinearMap mapOf(LinearAutoencoderLoss loss, double[] point) {
        return new LinearMap(loss.decoder(point), loss.encoder(point), loss.bias(point));
    }

    private static Ending endingOf(Lbfgs.Minimum minimum) {
        return new Ending(minimum.point(), minimum.converged(), minimum.iterations(), minimum.gradientNorm());
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
                return new Ending(point, converged, from + i, norm);
            }
            System.arraycopy(loss.alternate(point), 0, point, 0, point.length);
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    private record Ending(double[] point, boolean converged, int iterations, double gradientNorm) {}

    private Trained trained(Variant variant, Pca pca, int seed, LinearMap map, Ending ending) {
        boolean uncentred = variant == Variant.TIED_UNCENTRED;
        SubspaceReport report =
                SubspaceReport.of(pca, uncentred ? train.aboutOrigin() : train, map.decoder(), map.encoder());
        VariantResult result = new VariantResult(
                variant.label(),
                pca.size(),
                seed,
                ending.converged(),
                ending.iterations(),
                ending.gradientNorm(),
                testError(variant, map),
                report);
        return new Trained(result, map, ending.point());
    }

    /** E‖x - x̂‖² over the test set by its moments, about what the model is centred at. */
    private double testError(Variant variant, LinearMap map) {
        boolean raw = variant == Variant.TIED_UNCENTRED || variant == Variant.UNTIED_BIAS;
        INDArray mean = raw ? test.mean() : test.mean().subi(train.mean());
        return map.error(Covariance.of(mean, test.matrix(), test.count()));
    }

    /**
     * E‖x - x̂‖² of PCA over the test set.
     *
     * @param pca fitted to the training set, centred
     * @return per example
     */
    double testError(Pca pca) {
        INDArray u = pca.components();
        return testError(Variant.TIED, new LinearMap(u, u.transpose(), new double[u.rows()]));
    }
}
