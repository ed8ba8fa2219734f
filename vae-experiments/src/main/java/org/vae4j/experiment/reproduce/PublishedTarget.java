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
 * A published number, and the facts that are needed to reproduce it.
 *
 * @param id the name that the user types
 * @param paper the source
 * @param setting network, data and training in one line
 * @param binarisation the binarisation of the data, on which numbers depend by several nats: none, static or dynamic
 * @param measure the kind of number
 * @param samples importance samples per example, or draws for the ELBO
 * @param published the number as the source writes it, nats
 * @param publishedNats the number to compare with, nats
 * @param publishedActiveUnits the published number of active latents, if any
 * @param fullMinutes expected time of the full setting on one core
 * @param shortenedEpochs the number of epochs of the shortened variant, if the full setting takes hours
 * @param shortenedMinutes expected time of the shortened variant on one core
 * @param otherData the data of the published number if it differs from that of the setting, so that the numbers cannot
 *     be compared
 * @param elsewhere published numbers of other programs for the same setting, with their source
 * @param remark a remark for the reader of a comparison
 * @param missing the reason why the setting cannot be run, if it cannot
 * @param formerly the former name of the target, if it was renamed
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

    /** The kind of a published number; lower is better. */
    public enum Measure {
        /** -log p(x), estimated by importance sampling. */
        NLL,
        /** The negative ELBO, an upper bound of -log p(x). */
        NEG_ELBO;

        /** {@return the name in records} */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<PublishedTarget> ALL = read();

    /** {@return the published number for a table, followed by its data if that differs from the data of the setting} */
    public String cell() {
        return published + otherData.map(other -> ", of " + other).orElse("");
    }

    /**
     * All targets.
     *
     * @return the targets, in the order of the page of results
     */
    public static List<PublishedTarget> all() {
        return ALL;
    }

    /**
     * Finds a target by its name.
     *
     * @param id any name
     * @return the target of that name, or empty
     */
    public static Optional<PublishedTarget> named(String id) {
        return ALL.stream().filter(target -> target.id.equals(id)).findFirst();
    }

    /**
     * Finds a target by its former name.
     *
     * @param id any name
     * @return the target that once had that name, or empty
     */
    public static Optional<PublishedTarget> formerly(String id) {
        return ALL.stream()
                .filter(target -> target.formerly.filter(id::equals).isPresent())
                .findFirst();
    }

    /**
     * The expected time of the variant that is run by default.
     *
     * @return minutes on one core, if they are known
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
