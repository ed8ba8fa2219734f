package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class TrainingChartsTest {

    private static XYChart chart(double[] training, double[] test) {
        XYChart chart = TrainingCharts.lines("nats per example");
        double[] epochs = new double[training.length];
        for (int i = 0; i < epochs.length; i++) {
            epochs[i] = i + 1;
        }
        chart.addSeries("training", epochs, training);
        chart.addSeries("test", epochs, test);
        TrainingCharts.leaveOutTheFall(chart);
        return chart;
    }

    /** Without this room, the live page would show single points on the frame of the chart after the first epoch. */
    @Test
    void pointsOfTheFirstEpochHaveRoomAroundThem() {
        XYChart chart = chart(new double[] {110}, new double[] {100});
        assertThat(chart.getStyler().getYAxisMin()).isCloseTo(96, within(1e-9));
        assertThat(chart.getStyler().getYAxisMax()).isCloseTo(114, within(1e-9));
    }

    @Test
    void theAxisOfADivergenceDoesNotBeginBelowZero() {
        assertThat(chart(new double[] {5}, new double[] {0.1}).getStyler().getYAxisMin())
                .isZero();
    }

    /** The loss of the first of twenty epochs lies far above all others. */
    @Test
    void theAxisLeavesOutTheFallOfTheFirstEpoch() {
        double[] falling = new double[20];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = i == 0 ? 500 : 120 - i;
        }
        assertThat(chart(falling, falling).getStyler().getYAxisMax()).isCloseTo(119 + 0.05 * 18, within(1e-9));
    }
}
