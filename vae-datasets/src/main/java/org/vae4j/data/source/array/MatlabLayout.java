package org.vae4j.data.source.array;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ExampleShape;

/**
 * Brings the examples of a MATLAB array to its first dimension. MATLAB's users have them in the first, the field's
 * files in the last; which it is shows by the shape of an example, or by the channels of an image.
 */
public final class MatlabLayout {

    private MatlabLayout() {}

    /**
     * The array with one row per example.
     *
     * @param array with MATLAB's sizes
     * @param shape of an example as the user says; empty where the user does not
     * @param place the file and the array, for messages
     * @return the array itself, or its values in another order
     * @throws CorruptDataException if the examples may be in the first dimension or in the last
     */
    public static NumberArray examplesFirst(NumberArray array, List<Integer> shape, String place) {
        List<Integer> sizes = array.sizes();
        int rank = sizes.size();
        long values = shape.isEmpty() ? 0 : ExampleShape.of(shape).size();
        boolean first = shape.isEmpty()
                ? rank == 2 || rank == 4 && (isChannels(sizes.get(1)) || isChannels(sizes.get(3)))
                : array.length() == sizes.get(0) * values;
        boolean last = shape.isEmpty()
                ? rank == 4 && isChannels(sizes.get(2))
                : array.length() == sizes.get(rank - 1) * values;
        if (first && last && !shape.isEmpty() && rank == 2) {
            // A square table: rows, as MATLAB's own functions have it.
            return array;
        }
        if (first == last) {
            throw new CorruptDataException(place + ": found an array of sizes " + sizes
                    + ", expected one that has its examples in the first dimension or in the last: say the shape of one"
                    + " example, such as data.shape=[28, 20]");
        }
        return first ? array : array.permuted(lastToFront(rank));
    }

    private static List<Integer> lastToFront(int rank) {
        List<Integer> order = new ArrayList<>(List.of(rank - 1));
        for (int d = 0; d < rank - 1; d++) {
            order.add(d);
        }
        return order;
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3;
    }
}
