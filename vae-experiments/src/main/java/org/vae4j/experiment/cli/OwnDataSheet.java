package org.vae4j.experiment.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MyVae;
import org.vae4j.experiment.use.Output;

/** Data of the user's own, opened as {@code vae run my-vae} would, to be looked at. */
record OwnDataSheet(ConfiguredData data, DataDescription found) {

    private static final int MOST = 100;
    private static final int COLUMNS = 10;

    static OwnDataSheet open(String source, List<String> overrides) {
        List<String> all = new ArrayList<>(List.of("data.source=" + source));
        all.addAll(overrides);
        ExperimentConfig config = StudyRunner.resolver(new MyVae()).resolve(Optional.empty(), all);
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed());
        return new OwnDataSheet(data, data.own().orElseThrow());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(found.text(), data.identity()));
        if (!found.columns().isEmpty()) {
            lines.add("columns: " + String.join(", ", found.columns()));
        }
        if (!found.absence().isEmpty()) {
            lines.add(found.absence());
        }
        return lines;
    }

    void draw(Path file) {
        Output output = Output.of(file, List.of(Output.Format.PNG), false);
        ExampleSet train = data.split().train();
        ImageShape shape = found.imageShape();
        ImageSheet sheet = new ImageSheet(shape.channels(), shape.height(), shape.width())
                .shades(found.black(), found.white())
                .columns(COLUMNS);
        for (int i = 0; i < Math.min(MOST, train.size()); i++) {
            float[] pixels = new float[shape.size()];
            train.copyTo(i, pixels, 0);
            sheet.add(pixels);
        }
        Output.write(output.file(), sheet::save, "make room, or choose another place by --sheet");
    }
}
