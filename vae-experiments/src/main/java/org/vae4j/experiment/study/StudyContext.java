package org.vae4j.experiment.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.Chart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.RunEnvironment;

/** The surroundings of a study: its configuration, its run directory, and the ways to report. */
public interface StudyContext extends RunEnvironment {

    /**
     * The seed that every random stream is derived from: {@code Streams.derive(context.seed(), "latent")}.
     *
     * @return {@code config().seed()}
     */
    default long seed() {
        return config().seed();
    }

    /**
     * The study's own keys.
     *
     * @param type the record that {@link Study#options()} names
     * @param <T> the record
     * @return bound and validated
     */
    default <T extends Record> T options(Class<T> type) {
        return config().study(type);
    }

    /**
     * The folder of the pictures.
     *
     * @return the existing folder {@code figures} of the run directory
     */
    default Path figures() {
        return directory().figures();
    }

    /**
     * Saves a chart among the figures of the run.
     *
     * @param name the file's name, which ends in {@code .png}
     * @param chart the chart
     * @throws IOException when the file cannot be written
     */
    default void figure(String name, Chart<?, ?> chart) throws IOException {
        Charts.save(chart, figures().resolve(name));
    }

    /**
     * Saves a sheet of images among the figures of the run.
     *
     * @param name the file's name, which ends in {@code .png}
     * @param sheet the sheet
     * @throws IOException when the file cannot be written
     */
    default void figure(String name, ImageSheet sheet) throws IOException {
        sheet.save(figures().resolve(name));
    }

    /**
     * A file of the run directory.
     *
     * @param name relative, with '/' between folders, which are made
     * @return its path; the file itself is not made
     */
    default Path file(String name) {
        return directory().file(name);
    }

    /**
     * Reports a number, text, list, map or record: it goes to {@code eval/results.json} and to {@code "results"} of
     * {@code --json}. Sign and unit belong in the key: {@code negElboNats}.
     *
     * @param key camel case
     * @param value a value that Jackson can write; a NaN or an infinity is written as text
     */
    void result(String key, Object value);

    /**
     * Reports the test metrics of a trained model: {@code "test"} of {@code --json}.
     *
     * @param metrics sign and unit in the keys: {@code negElboNats}
     */
    void test(Map<String, Object> metrics);
}
