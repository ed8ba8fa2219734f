package org.vae4j.experiment.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.ImageSheet;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;

/** The sheets that a person looks at: reconstructions of test examples, samples from the prior. */
final class Pictures {

    private static final int COLUMNS = 10;
    private static final int PAIRS_OF_ROWS = 2;
    private static final int SAMPLES = 100;

    private final ConfiguredData data;
    private final ImageShape shape;

    Pictures(ConfiguredData data) {
        this.data = data;
        this.shape = data.split().test().shape();
    }

    /** Rows of test examples, each above the row of their reconstructions. */
    void reconstructions(LatentModel model, Path file) throws IOException {
        int count = Math.min(COLUMNS * PAIRS_OF_ROWS, data.split().test().size());
        INDArray examples =
                data.evaluation(data.split().test().head(count), count).next().getFeatures();
        List<float[]> before = rows(examples);
        List<float[]> after = rows(model.reconstruct(examples));
        ImageSheet sheet = sheet().columns(Math.min(COLUMNS, count));
        for (int from = 0; from < count; from += COLUMNS) {
            int to = Math.min(count, from + COLUMNS);
            sheet.addAll(before.subList(from, to)).addAll(after.subList(from, to));
        }
        sheet.save(file);
    }

    /** E[x|z] for z drawn from N(0, I). */
    void samples(LatentModel model, Path file) throws IOException {
        INDArray samples = model.samplePrior(SAMPLES, Streams.derive(data.seed(), "sample"));
        sheet().columns(COLUMNS).addAll(rows(samples)).save(file);
    }

    private ImageSheet sheet() {
        return new ImageSheet(shape.channels(), shape.height(), shape.width());
    }

    private static List<float[]> rows(INDArray images) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < images.rows(); i++) {
            rows.add(images.getRow(i).toFloatVector());
        }
        return rows;
    }
}
