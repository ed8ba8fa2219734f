package org.vae4j.data.catalog;

import org.vae4j.data.DataRange;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;

/**
 * A data set of another jar, read or generated, which {@code data.name} may name beside the data sets of this project.
 * The implementation is a public class with a public constructor without arguments, listed in {@code
 * META-INF/services/org.vae4j.data.catalog.DataSource} of its jar.
 *
 * <p>A data set of recorded files implements {@link org.vae4j.data.source.Source} as well. Then {@code vae data fetch}
 * and {@code vae doctor} know its files.
 */
public interface DataSource {

    /**
     * The data set's name.
     *
     * @return lower case words joined by hyphens
     */
    String name();

    /**
     * One line for a listing.
     *
     * @return a description of the data
     */
    String summary();

    /**
     * The range of the features. It is asked for before the data are opened, to choose and check the likelihood.
     *
     * @return values in [0, 1] unless overridden
     */
    default DataRange values() {
        return DataRange.UNIT_INTERVAL;
    }

    /**
     * The origin of the data and the work to cite. Listings and reports show it.
     *
     * @return {@link Attribution#UNKNOWN} unless overridden
     */
    default Attribution attribution() {
        return Attribution.UNKNOWN;
    }

    /**
     * Reads or generates the data, which are the same each time.
     *
     * @param folders the folders of data files
     * @return the parts
     * @throws org.vae4j.data.DataException if files are missing or not what they should be
     */
    Split open(DataFolders folders);
}
