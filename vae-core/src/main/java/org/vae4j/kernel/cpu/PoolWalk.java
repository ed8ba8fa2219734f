package org.vae4j.kernel.cpu;

import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/** Visits, for all windows of a {@link PatchGrid}, the pixels that lie inside the image, in reading order. */
final class PoolWalk {

    /** A step at a pixel of a window. */
    @FunctionalInterface
    interface Step {

        /**
         * Visits a pixel.
         *
         * @param pixel its column in the images
         * @param window the window's column in the pooled images
         * @param order whether the pixel is the window's first, its last, both or neither
         */
        void visit(int pixel, int window, Order order);
    }

    /**
     * The position of a pixel in the order of its window.
     *
     * @param isFirst whether it is the first visited pixel of the window
     * @param isLast whether it is the last visited pixel of the window
     */
    record Order(boolean isFirst, boolean isLast) {

        private static final Order ONLY = new Order(true, true);
        private static final Order FIRST = new Order(true, false);
        private static final Order LAST = new Order(false, true);
        private static final Order BETWEEN = new Order(false, false);

        private static Order of(boolean isFirst, boolean isLast) {
            if (isFirst) {
                return isLast ? ONLY : FIRST;
            }
            return isLast ? LAST : BETWEEN;
        }
    }

    private PoolWalk() {}

    /** Visits every pixel of every window; a pixel in several windows is visited once for each. */
    static void forEachPixel(PatchGrid grid, Step step) {
        int window = 0;
        for (int c = 0; c < grid.channels(); c++) {
            for (int y = 0; y < grid.vertical().positions(); y++) {
                for (int x = 0; x < grid.horizontal().positions(); x++) {
                    forEachPixel(grid, c, new int[] {y, x}, window++, step);
                }
            }
        }
    }

    private static void forEachPixel(PatchGrid grid, int channel, int[] position, int window, Step step) {
        PatchAxis vertical = grid.vertical();
        PatchAxis horizontal = grid.horizontal();
        int top = Math.max(0, vertical.pixel(position[0], 0));
        int bottom = Math.min(vertical.size(), vertical.pixel(position[0], vertical.kernel()));
        int left = Math.max(0, horizontal.pixel(position[1], 0));
        int right = Math.min(horizontal.size(), horizontal.pixel(position[1], horizontal.kernel()));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                Order order = Order.of(y == top && x == left, y == bottom - 1 && x == right - 1);
                step.visit((channel * vertical.size() + y) * horizontal.size() + x, window, order);
            }
        }
    }
}
