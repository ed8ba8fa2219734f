package org.vae4j.data.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.vae4j.data.DataException;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;

/** Finds the data sets of other jars, anew each time, by the context class loader of the thread. */
final class DataSources {

    private DataSources() {}

    /**
     * Finds all data sources, in the order of their names.
     *
     * @param taken the names of this project's data sets
     * @throws DataException if a source cannot be made, or two data sets have one name
     */
    static List<DataSource> all(List<String> taken) {
        List<DataSource> found = services(DataSource.class);
        found.sort(Comparator.comparing(DataSource::name));
        Set<String> names = new HashSet<>(taken);
        for (DataSource source : found) {
            if (!names.add(source.name())) {
                throw new DataException(
                        "found the data source " + source.getClass().getName() + " with the name '" + source.name()
                                + "', which another data set has, expected a name of its own: rename it");
            }
        }
        return found;
    }

    /** Makes one object of each class that a service file names. */
    static <T> List<T> services(Class<T> seam) {
        List<T> found = new ArrayList<>();
        try {
            ServiceLoader.load(seam).forEach(found::add);
            return found;
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new DataException(
                    "found a data source that cannot be made (" + e.getMessage() + "), expected a public class with a"
                            + " public constructor without arguments: mend its jar, or take it off the class path",
                    e);
        }
    }

    /** Finds a data source by name; {@code taken} are the names of this project's data sets. */
    static Optional<DataSource> find(String name, List<String> taken) {
        return all(taken).stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /** Opens a source and checks its values against the range that it states, by which likelihoods are chosen. */
    static Split open(DataSource source, DataFolders folders) {
        Split split = source.open(folders);
        if (split.train().values().compareTo(source.values()) > 0) {
            throw new DataException("found values of the kind " + split.train().values() + " in the data source "
                    + source.name() + ", expected " + source.values() + " as it says: mend its values()");
        }
        return split;
    }
}
