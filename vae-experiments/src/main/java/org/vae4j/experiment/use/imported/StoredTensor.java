package org.vae4j.experiment.use.imported;

import java.util.List;

/**
 * Where a tensor lies in a file.
 *
 * @param type of its values
 * @param shape sizes, the last of which varies fastest; none for a single number
 * @param begin offset of the first byte behind the header
 * @param end offset behind the last byte
 */
record StoredTensor(ElementType type, List<Long> shape, long begin, long end) {}
