package org.vae4j.experiment.api;

import java.util.Arrays;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.experiment.report.chart.Charts;

/** Renders values as text, for places that cannot show pictures. */
public final class Shown {

    private static final int MOST_ROWS = 6;
    private static final int MOST_COLUMNS = 8;

    private Shown() {}

    /**
     * Renders a value as text: an array by its shape and its first rows and columns, a chart by its title.
     *
     * @param value any value
     * @return one or several lines
     */
    public static String text(Object value) {
        if (value instanceof INDArray array) {
            return text(array);
        }
        if (value instanceof Chart<?, ?> chart) {
            return "chart: " + chart.getTitle();
        }
        return String.valueOf(value);
    }

    private static String text(INDArray array) {
        StringBuilder text = new StringBuilder();
        text.append(array.dataType()).append(' ').append(Arrays.toString(array.shape()));
        if (array.rank() <= 2 && !array.isEmpty()) {
            INDArray rows = array.rank() == 2 ? array : array.reshape(1, array.length());
            int down = Math.min(MOST_ROWS, rows.rows());
            int across = Math.min(MOST_COLUMNS, rows.columns());
            for (int i = 0; i < down; i++) {
                INDArray row = rows.getRow(i).get(NDArrayIndex.interval(0, across));
                text.append('\n');
                for (int j = 0; j < across; j++) {
                    text.append(j == 0 ? "" : "  ").append(number(row.getDouble(j)));
                }
                text.append(rows.columns() > across ? "  …" : "");
            }
            text.append(rows.rows() > down ? "\n…" : "");
        }
        return text.toString();
    }

    /**
     * Renders a number with four significant digits.
     *
     * @param value any value
     * @return the number; an infinity or NaN by its name
     */
    public static String number(double value) {
        return Double.isFinite(value) ? Charts.number(value) : String.valueOf(value);
    }
}
