package org.vae4j.experiment.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.extension.Extension;

/**
 * An experiment that a person runs by name: {@code scripts/vae run <name> [key=value...]}, or by its {@code main}.
 *
 * <p>A study is one class: a name, a sentence, defaults, what it does, and
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     StudyRunner.main(new BayesStudy(), args);
 * }
 * }</pre>
 *
 * <p>It is listed in {@code META-INF/services/org.vae4j.experiment.study.Study} of its jar, be it this project's or
 * another one. It has a public constructor without arguments; constructing one must be cheap and load no numerical
 * backend.
 */
public interface Study extends Extension {

    /**
     * The name that a person types.
     *
     * @return lower case words joined by hyphens
     */
    @Override
    String name();

    /**
     * Says what the study shows.
     *
     * @return a phrase without a full stop, at most 110 characters
     */
    String summary();

    /**
     * The defaults: the sections that this study uses and what it sets differently from the project's defaults. Keys
     * of its own live in the section {@code study}.
     *
     * @return YAML; unless overridden, the resource {@code <name>.yaml} beside the class, or nothing without one
     */
    default String defaults() {
        try (InputStream in = getClass().getResourceAsStream(name() + ".yaml")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The record that the section {@code study} is bound to. Its components are the keys; its compact constructor
     * validates them and throws {@link IllegalArgumentException} with a message such as {@code "samples: found 0,
     * expected at least 1"}.
     *
     * @return a record type, public or nested in the study; {@link NoOptions} for a study without keys of its own
     */
    default Class<? extends Record> options() {
        return NoOptions.class;
    }

    /**
     * Runs the study: computes, writes figures, reports results.
     *
     * @param context the configuration, the run directory, and the ways to report
     * @throws Exception when it fails; the run then says FAILED with the message
     */
    void run(StudyContext context) throws Exception;
}
