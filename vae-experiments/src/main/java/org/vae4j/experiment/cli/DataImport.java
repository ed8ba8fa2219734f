package org.vae4j.experiment.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.source.found.Part;
import org.vae4j.data.source.own.OwnSpec;
import org.vae4j.data.source.own.PartStatistics;
import org.vae4j.data.source.own.ScaledParts;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MyVae;
import org.vae4j.experiment.use.Output;

/**
 * Data of the user's own, read as {@code vae run my-vae} reads it, and to be written to a folder that runs map into
 * memory.
 *
 * @param parts the parts before they are split and standardised
 */
record DataImport(ScaledParts parts) {

    private static final int MAX_CLASSES_SHOWN = 12;

    /**
     * Opens data.
     *
     * @param source the path of a folder or a file, as {@code data.source} takes it
     * @param overrides further keys, as {@code vae run} takes them
     * @return the data
     * @throws ConfigException when the source is no path, or a key is wrong
     */
    static DataImport open(String source, List<String> overrides) {
        List<String> all = new ArrayList<>(List.of("data.source=" + source));
        all.addAll(overrides);
        ExperimentConfig config = StudyRunner.resolver(new MyVae()).resolve(all);
        OwnSpec spec = config.data()
                .flatMap(DataConfig::own)
                .orElseThrow(() -> new ConfigException("found '" + source
                        + "', which stands for no path, expected a folder or a file of examples: write ./" + source));
        return new DataImport(ScaledParts.open(spec));
    }

    /** Draws the first images of the first part. */
    void draw(Output output) {
        ExampleSet first = parts.parts()
                .get(parts.parts().keySet().stream().sorted().findFirst().orElseThrow());
        DataSheet.draw(first, shades(first), output);
    }

    /** The values that are drawn black and white: 0 and 1, or the extremes of real-valued data. */
    private static double[] shades(ExampleSet set) {
        if (set.values() != DataRange.REAL) {
            return new double[] {0, 1};
        }
        PartStatistics found = PartStatistics.of(set);
        return new double[] {found.least(), Math.max(found.greatest(), Math.nextUp((float) found.least()))};
    }

    void write(Path folder) {
        parts.write(folder);
    }

    /** Describes each part in one line. */
    List<String> lines() {
        return parts.parts().keySet().stream().sorted().map(this::line).toList();
    }

    private String line(Part part) {
        ExampleSet set = parts.parts().get(part);
        PartStatistics found = PartStatistics.of(set);
        return String.format(
                Locale.ROOT,
                "%s: %d examples of %s, %s, from %.6g to %.6g, mean %.6g, standard deviation %.6g%s, sha256 %s",
                part.label(),
                found.examples(),
                set.shape(),
                parts.rule().name().toLowerCase(Locale.ROOT),
                found.least(),
                found.greatest(),
                found.mean(),
                found.deviation(),
                classes(found.classes()),
                set.sha256());
    }

    private static String classes(SortedMap<Integer, Integer> classes) {
        if (classes.isEmpty()) {
            return "";
        }
        String counts = classes.entrySet().stream()
                .limit(MAX_CLASSES_SHOWN)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        return ", " + classes.size() + " classes (" + counts + (classes.size() > MAX_CLASSES_SHOWN ? ", …" : "") + ")";
    }
}
