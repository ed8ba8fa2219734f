package org.vae4j.experiment.report.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The mean of several curves, at the epochs that all of them have.
 *
 * @param epochs ascending
 * @param values the means, one per epoch
 */
public record MeanCurve(List<Integer> epochs, List<Double> values) {

    /** Copies the lists. */
    public MeanCurve {
        epochs = List.copyOf(epochs);
        values = List.copyOf(values);
    }

    /**
     * Averages curves epoch by epoch.
     *
     * @param curves at least one; each maps an epoch to the value after it
     * @return their mean; without points if no epoch is common to all curves
     */
    public static MeanCurve of(List<SortedMap<Integer, Double>> curves) {
        SortedMap<Integer, Double> common = new TreeMap<>(curves.get(0));
        common.keySet().removeIf(epoch -> curves.stream().anyMatch(curve -> !curve.containsKey(epoch)));
        List<Double> values = new ArrayList<>();
        for (int epoch : common.keySet()) {
            values.add(curves.stream()
                    .mapToDouble(curve -> curve.get(epoch))
                    .average()
                    .orElseThrow());
        }
        return new MeanCurve(List.copyOf(common.keySet()), values);
    }
}
