package org.vae4j.eval;

import java.util.Map;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.extension.Extension;
import org.vae4j.model.LatentModel;

/**
 * Numbers of a trained model that a configuration asks for by name, by its key {@code evaluation.metrics}. They are
 * computed when training has ended, on the examples that results are reported on.
 */
public interface Metric extends Extension {

    /**
     * Measures a model.
     *
     * @param model unchanged
     * @param examples read to the end; in the order of the data set
     * @param seed of whatever is drawn, so that the same model gets the same numbers
     * @return values by name; sign and unit are in the name, such as {@code squaredErrorPerPixel}
     */
    Map<String, Double> of(LatentModel model, DataSetIterator examples, long seed);
}
