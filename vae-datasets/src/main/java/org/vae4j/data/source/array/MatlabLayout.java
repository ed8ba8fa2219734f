package org.vae4j.data.source.array;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ExampleShape;

/**
 * Finds the dimension of a MATLAB array that counts the examples and brings it to the front. It may be the first, as in
 * MATLAB's own functions, or the last, as in many published files. The shape of an example decides, or where none is
 * given, the place of a dimension of 1 or 3 channels.
 */
public final class MatlabLayout {

    private MatlabLayout() {}

    /**
     * Brings the dimension of the examples to the front.
     *
     * @param array an array with MATLAB's sizes
     * @param shape the shape of an example that the user gave; empty for none
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
            // The examples of a square table are its rows, as in MATLAB's own functions.
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
