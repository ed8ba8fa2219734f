package org.vae4j.experiment.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * Data of the user's own, read as {@code vae run my-vae} would and about to be copied into a folder that is mapped into
 * memory.
 *
 * @param parts before they are divided and standardised
 */
record DataImport(ScaledParts parts) {

    private static final int MOST_CLASSES = 12;

    static DataImport open(String source, List<String> overrides) {
        List<String> all = new ArrayList<>(List.of("data.source=" + source));
        all.addAll(overrides);
        ExperimentConfig config = StudyRunner.resolver(new MyVae()).resolve(Optional.empty(), all);
        OwnSpec spec = config.data()
                .flatMap(DataConfig::own)
                .orElseThrow(() -> new ConfigException("found '" + source
                        + "', which stands for no path, expected a folder or a file of examples: write ./" + source));
        return new DataImport(ScaledParts.open(spec));
    }

    /** Draws the first images; refuses a table, before anything is written. */
    void draw(Output output) {
        ExampleSet first = parts.parts()
                .get(parts.parts().keySet().stream().sorted().findFirst().orElseThrow());
        DataSheet.draw(first, shades(first), output);
    }

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

    /** What stands in the parts, one line each. */
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
                .limit(MOST_CLASSES)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        return ", " + classes.size() + " classes (" + counts + (classes.size() > MOST_CLASSES ? ", …" : "") + ")";
    }
}
