package org.vae4j.data.source;

import java.util.List;

/**
 * Adds recorded data sets to the catalogue: the seam of version 0.1, which jars of that time still use.
 *
 * @deprecated register a {@link org.vae4j.data.catalog.DataSource} that implements {@link Source} too
 */
@Deprecated
public interface SourceProvider {

    /**
     * The data sets.
     *
     * @return in the order of a listing; their names are their own
     */
    List<Source> sources();
}
