package org.vae4j.kernel.cpu;

/** An operation on a contiguous part of a matrix: several whole columns, or a part of one. */
@FunctionalInterface
interface Tile {

    /**
     * Visits one part.
     *
     * @param offset of its first value in the matrix
     * @param row its first row
     * @param rows its number of rows: all of them, unless it has one column
     * @param column its first column
     * @param columns its number of columns
     */
    void visit(int offset, int row, int rows, int column, int columns);

    /** Visits a matrix in parts that fit a block of {@link VectorMath}. */
    static void forEachTile(int rows, int columns, Tile tile) {
        forEachTile(rows, columns, VectorMath.BLOCK, tile);
    }

    /** Visits a matrix in parts of at most {@code size} values. */
    static void forEachTile(int rows, int columns, int size, Tile tile) {
        if (rows > size) {
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row += size) {
                    tile.visit(column * rows + row, row, Math.min(size, rows - row), column, 1);
                }
            }
        } else {
            int step = size / rows;
            for (int column = 0; column < columns; column += step) {
                tile.visit(column * rows, 0, rows, column, Math.min(step, columns - column));
            }
        }
    }
}
