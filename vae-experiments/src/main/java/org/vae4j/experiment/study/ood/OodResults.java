package org.vae4j.experiment.study.ood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.ood.Auroc;
import org.vae4j.eval.ood.Score;
import org.vae4j.experiment.report.text.TextTable;

/**
 * The scores of all sets of images.
 *
 * @param sets the images by the name of their set, {@link #TEST} first
 * @param trainingLogLikelihoodNats the mean log-likelihood of training images
 * @param scores one value per image, by set and score
 */
record OodResults(
        Map<String, ExampleSet> sets, double trainingLogLikelihoodNats, Map<String, Map<Score, double[]>> scores) {

    /** The name of the set of test images, which come from the training distribution. */
    static final String TEST = "test";

    /** Makes the key of a score in results and file names: LOG_LIKELIHOOD becomes log-likelihood. */
    static String key(Score score) {
        return score.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the mean of each score, by set and score} */
    Map<String, Map<String, Double>> meansNats() {
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        scores.forEach((set, values) -> means.put(
                set, byScore(score -> Arrays.stream(values.get(score)).average().orElseThrow())));
        return means;
    }

    /** {@return the area under the curve of each score, by the others' set and the score} */
    Map<String, Map<String, Auroc>> areas() {
        Map<String, Map<String, Auroc>> areas = new LinkedHashMap<>();
        scores.forEach((set, values) -> {
            if (!set.equals(TEST)) {
                areas.put(set, byScore(score -> Auroc.of(scores.get(TEST).get(score), values.get(score))));
            }
        });
        return areas;
    }

    /** {@return the values of one score, by set} */
    Map<String, double[]> distributions(Score score) {
        Map<String, double[]> distributions = new LinkedHashMap<>();
        scores.forEach((set, values) -> distributions.put(set, values.get(score)));
        return distributions;
    }

    private static <T> Map<String, T> byScore(Function<Score, T> value) {
        Map<String, T> all = new LinkedHashMap<>();
        for (Score score : Score.values()) {
            all.put(key(score), value.apply(score));
        }
        return all;
    }

    String text() {
        TextTable<Map.Entry<String, Map<String, Auroc>>> table =
                new TextTable<Map.Entry<String, Map<String, Auroc>>>().words("", Map.Entry::getKey);
        for (Score score : Score.values()) {
            table.words(key(score), row -> text(row.getValue().get(key(score))));
        }
        return "AUROC, test images against others, with 95 % interval\n" + table.of(areas().entrySet());
    }

    private static String text(Auroc area) {
        return String.format(Locale.ROOT, "%.3f (%.3f, %.3f)", area.value(), area.lower(), area.upper());
    }
}
