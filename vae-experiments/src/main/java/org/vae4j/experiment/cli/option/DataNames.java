package org.vae4j.experiment.cli.option;

import java.util.Iterator;
import org.vae4j.data.catalog.Datasets;

/** The names of the data sets, for tab completion. */
public final class DataNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Datasets.names().iterator();
    }
}
