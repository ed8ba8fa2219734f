package org.vae4j.experiment.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MyVae;
import org.vae4j.experiment.use.Output;

/**
 * Data that is opened as a run opens it, to describe it and to draw its first examples.
 *
 * @param data the opened data, of the user's own or of the catalogue
 */
record DataSheet(ConfiguredData data) {

    private static final int MAX_EXAMPLES = 100;
    private static final int COLUMNS = 10;

    /** Whether a name is that of a data set of the catalogue; a file or folder of that name takes precedence. */
    static boolean isOfCatalogue(String name) {
        return Datasets.names().contains(name) && !Files.exists(Path.of(name));
    }

    /**
     * Opens data.
     *
     * @param source a path, or the name of a data set of the catalogue
     * @param overrides further keys, as {@code vae run} takes them
     */
    static DataSheet open(String source, List<String> overrides) {
        List<String> all = new ArrayList<>(List.of((isOfCatalogue(source) ? "data.name=" : "data.source=") + source));
        all.addAll(overrides);
        ExperimentConfig config = StudyRunner.resolver(new MyVae()).resolve(all);
        return new DataSheet(ConfiguredData.open(config.data().orElseThrow(), config.seed()));
    }

    /** Describes the data in a few lines. */
    List<String> lines() {
        return data.own().map(this::lines).orElseGet(() -> List.of(data.identity()));
    }

    private List<String> lines(DataDescription found) {
        List<String> lines = new ArrayList<>(List.of(found.text(), data.identity()));
        if (!found.columns().isEmpty()) {
            lines.add("columns: " + String.join(", ", found.columns()));
        }
        if (!found.absence().isEmpty()) {
            lines.add(found.absence());
        }
        return lines;
    }

    /** Draws the first examples of the training part. */
    void draw(Output output) {
        double black = data.own().map(DataDescription::black).orElse(0.0);
        double white = data.own().map(DataDescription::white).orElse(1.0);
        draw(data.split().train(), new double[] {black, white}, output);
    }

    /**
     * Draws the first examples of a set.
     *
     * @param set images
     * @param shades the value that is drawn black and the one that is drawn white
     * @param output the file of the picture
     */
    static void draw(ExampleSet set, double[] shades, Output output) {
        ImageShape shape = set.imageShape();
        ImageSheet sheet = new ImageSheet(shape.channels(), shape.height(), shape.width())
                .shades(shades[0], shades[1])
                .columns(COLUMNS);
        for (int i = 0; i < Math.min(MAX_EXAMPLES, set.size()); i++) {
            float[] pixels = new float[shape.size()];
            set.copyTo(i, pixels, 0);
            sheet.add(pixels);
        }
        Output.write(output.file(), sheet::save, "make room, or choose another place by --sheet");
    }
}
