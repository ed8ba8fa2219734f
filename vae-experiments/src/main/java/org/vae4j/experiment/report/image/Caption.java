package org.vae4j.experiment.report.image;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;

/**
 * What a picture of a run shows, said by whoever drew it: kept beside the pictures, read by the report.
 *
 * @param title a few words
 * @param text a sentence or two on how to read it; may be empty
 * @param alt what a person sees who does not see it
 * @param sheet whether its pixels are the point: small images magnified, never smoothed
 */
public record Caption(String title, String text, String alt, boolean sheet) {

    private static final String FILE = "captions.json";
    private static final Logger LOG = LoggerFactory.getLogger(Caption.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public Caption {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(alt, "alt");
    }

    /**
     * A sheet of images.
     *
     * @param title a few words
     * @param text how to read it
     * @param alt for those who do not see it
     * @return its caption
     */
    public static Caption sheet(String title, String text, String alt) {
        return new Caption(title, text, alt, true);
    }

    /**
     * A chart.
     *
     * @param title a few words
     * @param text how to read it
     * @param alt for those who do not see it
     * @return its caption
     */
    public static Caption chart(String title, String text, String alt) {
        return new Caption(title, text, alt, false);
    }

    /**
     * Adds this caption to {@code captions.json} beside the picture.
     *
     * @param picture in the folder of the run's figures
     * @throws IOException when the file cannot be written
     */
    public void save(Path picture) throws IOException {
        Map<String, Caption> all = new LinkedHashMap<>(saved(picture.getParent()));
        all.put(picture.getFileName().toString(), this);
        AtomicFile.write(picture.resolveSibling(FILE), Json.pretty(all));
    }

    /**
     * The captions of a folder.
     *
     * @param figures the folder
     * @return by file name, in the order in which they were drawn; empty where there are none
     * @throws RunDirectoryException when they are damaged
     */
    public static Map<String, Caption> readAll(Path figures) {
        Path file = figures.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            Map<String, Caption> all =
                    MAPPER.readValue(Files.readString(file), new TypeReference<LinkedHashMap<String, Caption>>() {});
            if (all == null || all.containsValue(null)) {
                throw new IOException("found null");
            }
            return all;
        } catch (IOException e) {
            throw RunDirectoryException.damaged(
                    file, e, "the captions of pictures: remove it, and the pictures are shown by their names");
        }
    }

    /**
     * Whether a folder has captions that nobody can read.
     *
     * @param figures the folder
     * @return false where there are none
     */
    public static boolean areDamaged(Path figures) {
        try {
            readAll(figures);
            return false;
        } catch (RunDirectoryException e) {
            return true;
        }
    }

    /** A picture that is drawn is worth more than captions that nobody can read: they begin anew. */
    private static Map<String, Caption> saved(Path figures) {
        try {
            return readAll(figures);
        } catch (RunDirectoryException e) {
            LOG.warn(e.getMessage());
            return Map.of();
        }
    }
}
