package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vae4j.experiment.study.Study;
import org.vae4j.extension.Extension;
import org.vae4j.extension.Registry;
import org.vae4j.extension.ServiceFiles;
import org.vae4j.model.guard.InstalledExtension;

/**
 * The parts that configurations choose by name, such as priors and likelihoods, found by the service files of this
 * program's jars and of extensions.
 */
final class PartList {

    private PartList() {}

    /**
     * Lists the parts of each seam (the interface that they implement).
     *
     * @return by the seam's simple name, its parts in one line; a part of an extension is followed by the jar's name
     * @throws IOException when an extension has a service file for an unknown seam
     */
    static Map<String, String> bySeam() throws IOException {
        Set<String> seams = new TreeSet<>(ServiceFiles.in(jar(Registry.class)).keySet());
        for (InstalledExtension extension : InstalledExtension.all()) {
            seams.addAll(extension.services().keySet());
        }
        Map<String, String> lines = new LinkedHashMap<>();
        for (String seam : seams) {
            Class<?> type = type(seam);
            if (Extension.class.isAssignableFrom(type) && type != Study.class) {
                lines.put(type.getSimpleName(), parts(type.asSubclass(Extension.class)));
            }
        }
        return lines;
    }

    private static String parts(Class<? extends Extension> seam) {
        return Registry.of(seam).prototypes().stream().map(PartList::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Extension part) {
        boolean ours = part.getClass().getName().startsWith("org.vae4j.");
        return ours ? part.name() : part.name() + " (" + jar(part.getClass()).getFileName() + ")";
    }

    private static Class<?> type(String seam) throws IOException {
        try {
            return Class.forName(seam, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "found a service file of " + seam
                            + ", which this version has no seam of that name for: mend the jar",
                    e);
        }
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
