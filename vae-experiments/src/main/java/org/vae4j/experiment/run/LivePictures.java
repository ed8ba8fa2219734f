package org.vae4j.experiment.run;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.evaluation.EncodedExamples;
import org.vae4j.experiment.run.evaluation.Pictures;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;

/**
 * Draws reconstructions and samples and stores the codes of test examples after epochs 1, 2, 4, 8 and so on, which
 * {@code vae watch} shows during training. The pictures at the end of the run replace them.
 */
final class LivePictures implements Callback {

    private static final Logger LOG = LoggerFactory.getLogger(LivePictures.class);

    private final RunEnvironment run;
    private final ConfiguredData data;

    LivePictures(RunEnvironment run, ConfiguredData data) {
        this.run = run;
        this.data = data;
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        int epoch = report.progress().epoch();
        boolean last = epoch >= run.config().training().orElseThrow().epochs();
        boolean powerOfTwo = Integer.bitCount(epoch) == 1;
        if (last || !powerOfTwo || run.config().evaluation().orElseThrow().everyEpochs() == 0) {
            return;
        }
        try {
            EncodedExamples.of(model, data).write(run.directory().file("eval/latents.csv"));
            if (data.split().test().shape() instanceof ImageShape) {
                new Pictures(model, data, run.directory().figures()).sheets();
            }
        } catch (IOException | LinkageError | InternalError | RuntimeException e) {
            LOG.info(DrawingFailure.line("the pictures of epoch " + epoch, e));
        }
    }
}
