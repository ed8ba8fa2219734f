package org.vae4j.data.source.own;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.Part;

/**
 * The user's own data after they were found, read, scaled and split.
 *
 * @param split the parts
 * @param rule the rule by which the numbers of the files were scaled
 * @param columns names of the values of a table; empty for images and where the file has none
 * @param classes names of the classes, by number; empty where the classes are numbers alone
 * @param standardisation the means and deviations of the training part, where the values were standardised
 */
public record OwnData(
        Split split,
        RangeRule rule,
        List<String> columns,
        List<String> classes,
        Optional<Standardisation> standardisation) {

    /** Copies the lists. */
    public OwnData {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(standardisation, "standardisation");
        columns = List.copyOf(columns);
        classes = List.copyOf(classes);
    }

    /**
     * Opens data.
     *
     * @param spec the place of the data and the rules for reading, scaling and splitting them
     * @return the data, in memory or mapped from files
     * @throws DataException if they are not there, or not what they should be; one line that names file and place
     */
    public static OwnData open(OwnSpec spec) {
        ScaledParts scaled = ScaledParts.open(spec);
        Split split = split(scaled.parts(), spec);
        if (scaled.rule() != RangeRule.STANDARD) {
            return new OwnData(split, scaled.rule(), scaled.columns(), scaled.classes(), Optional.empty());
        }
        Standardisation standardisation = Standardisation.of(split.train());
        try {
            return new OwnData(
                    standardised(split, standardisation),
                    scaled.rule(),
                    scaled.columns(),
                    scaled.classes(),
                    Optional.of(standardisation));
        } catch (UncheckedIOException e) {
            throw ScaledParts.noRoom(spec, e);
        }
    }

    /** {@return the range of the features} */
    public DataRange values() {
        return split.train().values();
    }

    private static Split split(Map<Part, ExampleSet> parts, OwnSpec spec) {
        if (parts.containsKey(Part.ALL)) {
            return new Splitter(parts.get(Part.ALL), spec.name(), spec.split()).split();
        }
        if (spec.split().folds().count() > 0) {
            throw new DataException(spec.source() + ": found data.split.folds for data in the parts " + parts.keySet()
                    + ", expected one set to divide: name the file of it by data.source");
        }
        ExampleSet train = parts.get(Part.TRAIN);
        Optional<ExampleSet> valid = Optional.ofNullable(parts.get(Part.VALID));
        return Optional.ofNullable(parts.get(Part.TEST))
                .map(test -> new Split(train, valid, test))
                .orElseGet(() -> Split.withoutTest(train, valid));
    }

    private static Split standardised(Split split, Standardisation standardisation) {
        ExampleSet train = standardisation.apply(split.train());
        Optional<ExampleSet> valid = split.valid().map(standardisation::apply);
        return split.reported() == Split.Reported.TEST
                ? new Split(train, valid, standardisation.apply(split.test()))
                : Split.withoutTest(train, valid);
    }
}
