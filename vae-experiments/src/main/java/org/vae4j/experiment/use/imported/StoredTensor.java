package org.vae4j.experiment.use.imported;

import java.util.List;

/**
 * The type, shape and place of a tensor in a file.
 *
 * @param type the type of the values
 * @param shape the sizes, the last of which varies fastest; empty for a single number
 * @param begin the offset of the first byte, counted from the end of the header
 * @param end the offset behind the last byte, counted from the end of the header
 */
record StoredTensor(ElementType type, List<Long> shape, long begin, long end) {}
