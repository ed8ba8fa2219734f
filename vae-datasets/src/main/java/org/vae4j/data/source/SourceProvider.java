package org.vae4j.data.source;

import java.util.List;

/**
 * Adds data sets to the catalogue. Providers are found by {@link java.util.ServiceLoader}, so that those of another jar
 * join without a change here.
 */
public interface SourceProvider {

    /**
     * The data sets.
     *
     * @return in the order of a listing; their names are their own
     */
    List<Source> sources();
}
