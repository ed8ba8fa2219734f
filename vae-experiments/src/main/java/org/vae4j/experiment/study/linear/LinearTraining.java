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

/**
 * Trains linear autoencoders x̂ = A·B·x + b until they have converged, and compares them with PCA.
 *
 * <p>The loss is E‖x - x̂‖² plus the penalties of the {@link Variant}, computed from the moments of the data and
 * minimised by L-BFGS. Plain untied autoencoders change to alternating least squares once L-BFGS has come near to the
 * minimum: gradients to the encoder vanish with the variance of a direction, and alternation does not depend on them.
 */
public final class LinearTraining {

    /** Steps that L-BFGS remembers. */
    private static final int MEMORY = 30;
    /** Iterations of L-BFGS before alternating least squares take over for an untied autoencoder. */
    private static final int APPROACH_ITERATIONS = 300;
    /**
     * The squared norm, on average, of each column of A and Bᵀ at the start: small, so that no direction is favoured.
     */
    private static final double START_VARIANCE = 0.1;

    private final Covariance train;
    private final Covariance test;
    private final int maxIterations;
    private final double tolerance;

    /**
     * Prepares trainings on one data set.
     *
     * @param train moments of the training set
     * @param test moments of the test set
     * @param maxIterations the largest number of iterations of each training
     * @param tolerance the norm of the gradient, relative to that of the variables, at which a training has converged
     */
    public LinearTraining(Covariance train, Covariance test, int maxIterations, double tolerance) {
        this.train = train;
        this.test = test;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
    }

    /** The largest principal angle between A and the directions of PCA, after some of the iterations. */
    public static final class Trace {
        /** Rounding error; an angle of 0 has no place on a logarithmic axis. */
        private static final double LEAST_ANGLE = 1e-16;

        private final List<Double> iterations = new ArrayList<>();
        private final List<Double> angles = new ArrayList<>();

        /** Makes an empty trace. */
        public Trace() {}

        /** {@return the iterations at which the angle was measured, from 0} */
        public List<Double> iterations() {
            return List.copyOf(iterations);
        }

        /** {@return the largest principal angle after each of {@link #iterations()}, radians} */
        public List<Double> angles() {
            return List.copyOf(angles);
        }

        /** Adds the angles of a minimisation that begins after {@code offset} iterations of another one. */
        private Lbfgs.Listener listener(int offset, Pca pca) {
            INDArray directions = pca.components();
            int block = pca.features() * pca.size();
            return (iteration, point, value, norm) -> {
                int i = offset + iteration;
                if (isMeasured(i)) {
                    INDArray decoder =
                            Nd4j.create(Arrays.copyOf(point, block), new long[] {pca.features(), pca.size()}, 'f');
                    iterations.add((double) i);
                    angles.add(Math.max(LEAST_ANGLE, PrincipalAngles.largest(directions, decoder)));
                }
            };
        }

        /** Denser at first, and not after every iteration: an angle costs as much as several iterations. */
        private static boolean isMeasured(int iteration) {
            return iteration < 20 || iteration < 200 && iteration % 10 == 0 || iteration % 50 == 0;
        }
    }

    /** A trained autoencoder and its numbers. */
    public static final class Trained {
        private final VariantResult result;
        private final LinearMap map;
        private final double[] point;

        private Trained(VariantResult result, LinearMap map, double[] point) {
            this.result = result;
            this.map = map;
            this.point = point;
        }

        /** {@return the errors, the angles and how the training ended} */
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

        /** {@return the variables of the loss at the end, a copy; empty for an orthonormal autoencoder} */
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
            return trainOrthonormal(pca, seed, init, trace);
        }
        LinearAutoencoderLoss loss = variant.loss(train, pca, strength);
        double[] start = GaussianNoise.draw(init, loss.size());
        double scale = Math.sqrt(START_VARIANCE / pca.features());
        Arrays.setAll(start, i -> scale * start[i]);
        Ending ending = switch (variant) {
            case UNTIED, UNTIED_BIAS -> approachAndAlternate(loss, start, pca, trace);
            case NON_UNIFORM_L2 ->
                Ending.of(Lbfgs.minimise(loss, loss::bestInSpan, start, config(maxIterations), trace.listener(0, pca)));
            default -> Ending.of(Lbfgs.minimise(loss, start, config(maxIterations), trace.listener(0, pca)));
        };
        LinearMap map =
                new LinearMap(loss.decoder(ending.point()), loss.encoder(ending.point()), loss.bias(ending.point()));
        return trained(variant, pca, seed, map, ending);
    }

    private Trained trainOrthonormal(Pca pca, int seed, long init, Trace trace) {
        // An orthonormal autoencoder remembers one step, whatever memory is configured.
        Lbfgs.Config config = new Lbfgs.Config(1, maxIterations, tolerance);
        OrthonormalAutoencoder fitted =
                OrthonormalAutoencoder.fit(train.centred(), pca.size(), config, init, trace.listener(0, pca));
        INDArray u = fitted.directions();
        LinearMap map = new LinearMap(u, u.transpose().dup('f'), new double[pca.features()]);
        Ending ending = new Ending(new double[0], fitted.converged(), fitted.iterations(), fitted.gradientNorm());
        return trained(Variant.ORTHONORMAL, pca, seed, map, ending);
    }

    private Lbfgs.Config config(int iterations) {
        return new Lbfgs.Config(MEMORY, iterations, tolerance);
    }

    /** L-BFGS near to the minimum, then alternating least squares unless it has converged there. */
    private Ending approachAndAlternate(LinearAutoencoderLoss loss, double[] start, Pca pca, Trace trace) {
        Lbfgs.Config config = config(Math.min(APPROACH_ITERATIONS, maxIterations));
        Lbfgs.Minimum minimum = Lbfgs.minimise(loss, start, config, trace.listener(0, pca));
        return minimum.converged()
                ? Ending.of(minimum)
                : alternate(loss, minimum.point(), minimum.iterations(), trace.listener(minimum.iterations(), pca));
    }

    /** Alternates until the gradient is small, at most as often as L-BFGS is allowed to iterate; overwrites point. */
    private Ending alternate(
            LinearAutoencoderLoss loss, double[] point, int iterationsBefore, Lbfgs.Listener listener) {
        double[] gradient = new double[point.length];
        for (int i = 0; ; i++) {
            double value = loss.evaluate(point, gradient);
            double norm = norm(gradient);
            listener.iteration(i, point, value, norm);
            boolean converged = norm <= tolerance * Math.max(1, norm(point));
            if (converged || i == maxIterations) {
                return new Ending(point, converged, iterationsBefore + i, norm);
            }
            System.arraycopy(loss.alternate(point), 0, point, 0, point.length);
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** The end of a minimisation; an orthonormal autoencoder has no variables of a loss, so its point is empty. */
    private record Ending(double[] point, boolean converged, int iterations, double gradientNorm) {

        static Ending of(Lbfgs.Minimum minimum) {
            return new Ending(minimum.point(), minimum.converged(), minimum.iterations(), minimum.gradientNorm());
        }
    }

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

    /** E‖x - x̂‖² over the test set by its moments; centred models see the test data minus the training mean. */
    private double testError(Variant variant, LinearMap map) {
        boolean raw = variant == Variant.TIED_UNCENTRED || variant == Variant.UNTIED_BIAS;
        INDArray mean = raw ? test.mean() : test.mean().subi(train.mean());
        return map.error(Covariance.of(mean, test.matrix(), test.count()));
    }

    /**
     * The error of PCA over the test set, E‖x - UUᵀx‖² for x minus the training mean.
     *
     * @param pca the PCA of the centred training set
     * @return the mean squared error per example
     */
    double testError(Pca pca) {
        INDArray u = pca.components();
        return testError(Variant.TIED, new LinearMap(u, u.transpose(), new double[u.rows()]));
    }
}
