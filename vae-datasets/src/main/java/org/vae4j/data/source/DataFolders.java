package org.vae4j.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.vae4j.data.MissingDataException;

/**
 * The search path for data sets: folders that hold one folder per data set.
 *
 * <p>A folder that the user named is the only one searched. Without it the folder in the environment variable {@code
 * VAE_DATA_DIR} is searched, then the user's cache folder.
 *
 * @param explicit the folder that the user named, if any
 * @param environment the process's environment variables
 * @param home the user's home folder
 * @param osName the operating system, as in the property {@code os.name}
 */
public record DataFolders(Optional<Path> explicit, Map<String, String> environment, Path home, String osName) {

    /** The environment variable that names the data folder. */
    public static final String VARIABLE = "VAE_DATA_DIR";

    private static final String XDG = "XDG_CACHE_HOME";

    /** Copies the map. */
    public DataFolders {
        Objects.requireNonNull(explicit, "explicit");
        environment = Map.copyOf(environment);
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(osName, "osName");
    }

    /**
     * The folders of this process.
     *
     * @return the search path
     */
    public static DataFolders ofThisProcess() {
        return new DataFolders(
                Optional.empty(),
                System.getenv(),
                home(System.getenv(), System.getProperty("user.home")),
                System.getProperty("os.name"));
    }

    /**
     * The same folders for a user who names one: that one is searched instead of the others.
     *
     * @param folder the folder that the user named
     * @return the search path
     */
    public DataFolders at(Path folder) {
        return new DataFolders(Optional.of(folder), environment, home, osName);
    }

    /**
     * The user's home folder. For a user whom the operating system does not know, as in many containers, Java's
     * property is "?".
     *
     * @param environment the process's environment variables
     * @param property the property {@code user.home}
     * @return {@code $HOME} where Java does not know the folder; a path that is not absolute where that is empty too
     */
    static Path home(Map<String, String> environment, String property) {
        Path known = Path.of(property == null ? "?" : property);
        String variable = environment.getOrDefault("HOME", "");
        return known.isAbsolute() || variable.isBlank() ? known : Path.of(variable);
    }

    /**
     * The folders to search, in this order.
     *
     * @return at least one
     */
    public List<Path> roots() {
        if (explicit.isPresent()) {
            return List.of(explicit.get());
        }
        List<Path> roots = new ArrayList<>();
        variable(VARIABLE).ifPresent(roots::add);
        if (roots.isEmpty() || hasCache()) {
            roots.add(cache());
        }
        return roots;
    }

    /**
     * The folder that fetched files are written to.
     *
     * @return the first of {@link #roots()}
     */
    public Path target() {
        return roots().get(0);
    }

    /**
     * The user's cache folder for this project.
     *
     * @return {@code $XDG_CACHE_HOME/vae4j}, {@code ~/.cache/vae4j}, or the usual folder of macOS or Windows
     * @throws MissingDataException if the user's home folder is unknown
     */
    public Path cache() {
        if (!hasCache()) {
            throw new MissingDataException("found no home folder of this user, expected one for the cache: set HOME, "
                    + XDG + " or " + VARIABLE);
        }
        String os = osName.toLowerCase(Locale.ROOT);
        Optional<Path> base = variable(XDG);
        if (base.isEmpty() && os.contains("win") && !os.contains("darwin")) {
            base = variable("LOCALAPPDATA");
        }
        if (base.isEmpty() && os.contains("mac")) {
            base = Optional.of(home.resolve("Library").resolve("Caches"));
        }
        return base.orElse(home.resolve(".cache")).resolve("vae4j");
    }

    /**
     * Finds one file of a data set, plain or gzipped.
     *
     * @param set the data set's folder name
     * @param file without {@code .gz}
     * @return the file
     * @throws MissingDataException if it is in none of the folders
     */
    Path find(String set, String file) {
        for (Path root : roots()) {
            for (String name : List.of(file, file + ".gz")) {
                Path path = root.resolve(set).resolve(name);
                if (Files.isRegularFile(path)) {
                    return path;
                }
            }
        }
        throw missing(set, file);
    }

    private boolean hasCache() {
        return home.isAbsolute() || variable(XDG).isPresent();
    }

    private MissingDataException missing(String set, String file) {
        List<String> looked =
                roots().stream().map(root -> root.resolve(set).toString()).toList();
        return new MissingDataException(file + "[.gz] of data set " + set + " is not in " + String.join(" or ", looked)
                + ": pass data.dir=FOLDER where FOLDER/" + set + " holds it, or set " + VARIABLE + "=FOLDER,"
                + " or download it by `vae data fetch " + set + "`");
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
