package org.vae4j.experiment.study.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.SymmetricEigen;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** Trains every variant of the linear autoencoder, with every number of latent dimensions, from every start. */
final class PcaComparison {

    /** The name of PCA among the errors by model. */
    static final String PCA = "PCA";

    /** The name of the deep autoencoder among the errors by model. */
    static final String DEEP = "deep";

    /** The number of latent dimensions that is shown step by step, if it is among those compared. */
    private static final int PREFERRED_LATENTS = 16;

    private final PcaEquivalenceStudy.Options options;
    private final ConfiguredData data;
    private final StudyContext context;
    private final Covariance train;
    private final LinearTraining training;
    private final int shown;
    private final List<VariantResult> runs = new ArrayList<>();
    private final Map<String, List<Double>> testErrors = new LinkedHashMap<>();
    private final Map<Variant, LinearTraining.Trace> traces = new LinkedHashMap<>();
    private final Map<Variant, LinearTraining.Trained> examples = new LinkedHashMap<>();

    PcaComparison(PcaEquivalenceStudy.Options options, ConfiguredData data, StudyContext context) {
        this.options = options;
        this.data = data;
        this.context = context;
        this.train = Moments.of(data, data.split().train());
        Covariance test = Moments.of(data, data.split().test());
        this.training = new LinearTraining(train, test, options.maxIterations(), options.tolerance());
        this.shown = options.latents().contains(PREFERRED_LATENTS)
                ? PREFERRED_LATENTS
                : options.latents().get(options.latents().size() / 2);
    }

    PcaEquivalence results() throws InterruptedException {
        for (int p : options.latents()) {
            Pca centred = Pca.fit(train, p);
            Pca aboutOrigin = Pca.fit(train.aboutOrigin(), p);
            addTestError(PCA, training.testError(centred));
            for (Variant variant : Variant.values()) {
                train(variant, variant == Variant.TIED_UNCENTRED ? aboutOrigin : centred);
            }
        }
        trainDeepAutoencoders();
        return new PcaEquivalence(
                data.split().train().name(),
                data.split().train().imageShape(),
                options.latents(),
                runs,
                testErrors,
                new PcaEquivalence.Example(shown, traces, bases()),
                networks(examples.get(Variant.TIED)));
    }

    /** Trains a variant from every start. */
    private void train(Variant variant, Pca reference) throws InterruptedException {
        int p = reference.size();
        List<VariantResult> starts = new ArrayList<>();
        for (int start = 0; start < options.seeds(); start++) {
            reportOrStop(variant.label() + ", p = " + p);
            LinearTraining.Trace trace = new LinearTraining.Trace();
            LinearTraining.Trained trained =
                    training.train(variant, reference, options.penalty(), seedOf(start), trace);
            starts.add(trained.result());
            if (p == shown && start == 0) {
                traces.put(variant, trace);
                examples.put(variant, trained);
            }
            runs.add(trained.result());
        }
        addTestError(
                variant.label(),
                starts.stream().reduce(VariantResult::worse).orElseThrow().testError());
    }

    private List<INDArray> bases() {
        List<INDArray> bases = new ArrayList<>(List.of(Pca.fit(train, shown).components()));
        examples.forEach((variant, trained) -> bases.add(basis(variant, trained)));
        return bases;
    }

    /** Reports that a training begins, unless the study shall stop. */
    private void reportOrStop(String what) throws InterruptedException {
        int total = options.latents().size() * Variant.values().length * options.seeds();
        if (context.stopRequested()) {
            throw new InterruptedException("stopped after " + runs.size() + " of " + total + " trainings");
        }
        context.progress(what, 0.9 * runs.size() / total);
    }

    /** One seed per start, the same for every variant; up to 100 starts, so the seeds of two studies do not overlap. */
    private int seedOf(int start) {
        return Math.toIntExact(Math.floorMod(context.seed(), 1_000_000L)) * 100 + start;
    }

    private void addTestError(String name, double error) {
        testErrors.computeIfAbsent(name, n -> new ArrayList<>()).add(error);
    }

    /** Checks the loss by moments against a network, at a random point and at the end of training. */
    private PcaEquivalence.Networks networks(LinearTraining.Trained trained) {
        double[] end = trained.point();
        double[] start = GaussianNoise.draw(Streams.derive(context.seed(), "init"), end.length);
        for (int i = 0; i < start.length; i++) {
            start[i] *= Math.sqrt(1.0 / train.features());
        }
        return new PcaEquivalence.Networks(
                train.count(), NetworkCheck.of(data, train, start, shown), NetworkCheck.of(data, train, end, shown));
    }

    private void trainDeepAutoencoders() throws InterruptedException {
        if (options.deepEpochs() == 0) {
            return;
        }
        int done = 0;
        for (int p : options.latents()) {
            context.progress(
                    "deep autoencoder, p = " + p,
                    0.9 + 0.1 * done++ / options.latents().size());
            addTestError(
                    DEEP,
                    DeepAutoencoder.testError(
                            data, options.deepHidden(), p, options.deepEpochs(), context::stopRequested));
        }
    }

    /**
     * The basis in which the autoencoder should show the principal directions: for an orthonormal one the eigenvectors
     * of the covariance of its latents, for an L2-regularised one the left singular vectors of A. The other variants
     * show the columns of A.
     */
    private INDArray basis(Variant variant, LinearTraining.Trained trained) {
        INDArray decoder = trained.decoder();
        return switch (variant) {
            case TIED, UNTIED, UNTIED_BIAS, TIED_UNCENTRED, NON_UNIFORM_L2 -> decoder;
            case ORTHONORMAL -> {
                INDArray code = trained.encoder().mmul(train.matrix()).mmul(decoder);
                yield decoder.mmul(
                        SymmetricEigen.of(code.add(code.transpose()).divi(2)).vectors());
            }
            case L2 ->
                decoder.mmul(
                        SymmetricEigen.of(decoder.transpose().mmul(decoder)).vectors());
        };
    }
}
