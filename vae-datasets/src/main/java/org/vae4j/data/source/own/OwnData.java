package org.vae4j.data.source.own;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;
import org.vae4j.data.source.array.RawExamples;

/**
 * Data of the user's own, opened: found, read, scaled and split.
 *
 * @param split its parts
 * @param rule what the numbers of the files became
 * @param columns names of the values of a table; empty for images and where the file has none
 * @param standardisation by the moments of the training part, where the values were standardised
 */
public record OwnData(Split split, RangeRule rule, List<String> columns, Optional<Standardisation> standardisation) {

    /** Copies the names. */
    public OwnData {
        columns = List.copyOf(columns);
    }

    /**
     * Opens data.
     *
     * @param spec where they are and what to make of them
     * @return all in memory
     * @throws DataException if they are not there, or not what they should be; one line that names file and place
     */
    public static OwnData open(OwnSpec spec) {
        Map<Part, RawExamples> parts = numbered(FoundParts.read(spec.source(), spec.reading()));
        RawExamples first = parts.values().iterator().next();
        parts.values().forEach(part -> part.requireAlike(first));
        Scaling scaling = Scaling.of(spec.range(), parts);
        Split split = split(parts, scaling, spec);
        List<String> columns = first.columns();
        if (scaling.rule() != RangeRule.STANDARD) {
            return new OwnData(split, scaling.rule(), columns, Optional.empty());
        }
        Standardisation standardisation = Standardisation.of(split.train());
        return new OwnData(standardised(split, standardisation), scaling.rule(), columns, Optional.of(standardisation));
    }

    /** {@return which values the features take} */
    public DataRange values() {
        return split.train().values();
    }

    /** Classes of the same name have the same number in every part, even where a part lacks some. */
    private static Map<Part, RawExamples> numbered(Map<Part, RawExamples> parts) {
        TreeSet<String> classes = new TreeSet<>();
        parts.values().forEach(part -> classes.addAll(part.classes()));
        List<String> all = List.copyOf(classes);
        Map<Part, RawExamples> numbered = new EnumMap<>(Part.class);
        parts.forEach((part, raw) -> numbered.put(part, raw.classes().isEmpty() ? raw : raw.numberedBy(all)));
        return numbered;
    }

    private static Split split(Map<Part, RawExamples> parts, Scaling scaling, OwnSpec spec) {
        if (parts.containsKey(Part.ALL)) {
            ExampleSet all = scaling.apply(parts.get(Part.ALL), spec.name() + "/all");
            return new Splitter(all, spec.name(), spec.split()).split();
        }
        if (!parts.containsKey(Part.TRAIN)) {
            throw new DataException(
                    spec.source() + ": found the parts " + parts.keySet() + ", expected one named train: rename it");
        }
        ExampleSet train = part(parts, Part.TRAIN, scaling, spec).orElseThrow();
        Optional<ExampleSet> valid = part(parts, Part.VALID, scaling, spec);
        return part(parts, Part.TEST, scaling, spec)
                .map(test -> new Split(train, valid, test))
                .orElseGet(() -> Split.withoutTest(train, valid));
    }

    private static Optional<ExampleSet> part(Map<Part, RawExamples> parts, Part part, Scaling scaling, OwnSpec spec) {
        return Optional.ofNullable(parts.get(part)).map(raw -> scaling.apply(raw, spec.name() + "/" + part.label()));
    }

    private static Split standardised(Split split, Standardisation standardisation) {
        ExampleSet train = standardisation.apply(split.train());
        Optional<ExampleSet> valid = split.valid().map(standardisation::apply);
        return split.reported() == Split.Reported.TEST
                ? new Split(train, valid, standardisation.apply(split.test()))
                : Split.withoutTest(train, valid);
    }
}
