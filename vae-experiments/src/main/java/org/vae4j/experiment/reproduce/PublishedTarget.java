package org.vae4j.experiment.reproduce;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A published number, and what it takes to reproduce it.
 *
 * @param id what a person types
 * @param paper where it was published
 * @param setting network, data and training in a line
 * @param binarisation of the data, on which numbers depend by several nats: none, static or dynamic
 * @param measure what was published
 * @param samples importance samples per example, or draws for the ELBO
 * @param published the number as the source has it, nats
 * @param publishedNats the number to compare with, nats
 * @param publishedActiveUnits latents in use, when published
 * @param fullMinutes expected time of the full setting on one core
 * @param shortenedEpochs how far the shortened variant goes, where the full one takes hours
 * @param shortenedMinutes expected time of the shortened variant
 * @param otherData which other data the published number is of; then the two numbers do not compare
 * @param elsewhere what others got for the same setting, with the source; published numbers of other programs
 * @param remark what the reader of a comparison should know
 * @param missing why it cannot be run, when it cannot
 * @param formerly what the target was called before
 */
public record PublishedTarget(
        String id,
        String paper,
        String setting,
        String binarisation,
        Measure measure,
        int samples,
        String published,
        double publishedNats,
        OptionalInt publishedActiveUnits,
        OptionalInt fullMinutes,
        OptionalInt shortenedEpochs,
        OptionalInt shortenedMinutes,
        Optional<String> otherData,
        Optional<String> elsewhere,
        Optional<String> remark,
        Optional<String> missing,
        Optional<String> formerly) {

    /** What a published number measures; lower is better. */
    public enum Measure {
        /** -log p(x), importance-sampled. */
        NLL,
        /** The negative ELBO, an upper bound of -log p(x). */
        NEG_ELBO;

        /** {@return as the tables have it} */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<PublishedTarget> ALL = read();

    /** {@return the published number as the tables have it, with the data that it is of where these are others} */
    public String cell() {
        return published + otherData.map(other -> ", of " + other).orElse("");
    }

    /**
     * Every target.
     *
     * @return in the order of the page of results
     */
    public static List<PublishedTarget> all() {
        return ALL;
    }

    /**
     * One target.
     *
     * @param id any identifier
     * @return the target of that name, or nothing
     */
    public static Optional<PublishedTarget> named(String id) {
        return ALL.stream().filter(target -> target.id.equals(id)).findFirst();
    }

    /**
     * The target that had another name.
     *
     * @param id any identifier
     * @return the target that was called so once, or nothing
     */
    public static Optional<PublishedTarget> formerly(String id) {
        return ALL.stream()
                .filter(target -> target.formerly.filter(id::equals).isPresent())
                .findFirst();
    }

    /**
     * How long the variant that is run by default takes.
     *
     * @return minutes on one core
     */
    public OptionalDouble defaultMinutes() {
        OptionalInt minutes = shortenedMinutes.isPresent() ? shortenedMinutes : fullMinutes;
        return minutes.isPresent() ? OptionalDouble.of(minutes.getAsInt()) : OptionalDouble.empty();
    }

    private static List<PublishedTarget> read() {
        YAMLMapper mapper = YAMLMapper.builder().addModule(new Jdk8Module()).build();
        try (InputStream in = PublishedTarget.class.getResourceAsStream("targets.yaml")) {
            return List.of(mapper.readValue(in, PublishedTarget[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
