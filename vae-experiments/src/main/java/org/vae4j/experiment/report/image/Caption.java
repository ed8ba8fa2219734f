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
 * The caption of a picture of a run. The program that draws the picture saves the caption beside it, and the report
 * reads it.
 *
 * @param title a title of a few words
 * @param text a sentence or two on how to read the picture; may be empty
 * @param alt a description for readers who do not see the picture
 * @param sheet whether the picture is a sheet of small images, which are magnified and never smoothed
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
     * Creates the caption of a sheet of images.
     *
     * @param title a title of a few words
     * @param text a sentence or two on how to read the sheet; may be empty
     * @param alt a description for readers who do not see the sheet
     * @return the caption
     */
    public static Caption sheet(String title, String text, String alt) {
        return new Caption(title, text, alt, true);
    }

    /**
     * Creates the caption of a chart.
     *
     * @param title a title of a few words
     * @param text a sentence or two on how to read the chart; may be empty
     * @param alt a description for readers who do not see the chart
     * @return the caption
     */
    public static Caption chart(String title, String text, String alt) {
        return new Caption(title, text, alt, false);
    }

    /**
     * Adds this caption to the file {@code captions.json} beside the picture. If that file is damaged, a warning is
     * logged and the file begins anew.
     *
     * @param picture the picture, in the folder of the run's figures
     * @throws IOException if the file cannot be written
     */
    public void save(Path picture) throws IOException {
        Map<String, Caption> all = new LinkedHashMap<>(savedOrNone(picture.getParent()));
        all.put(picture.getFileName().toString(), this);
        AtomicFile.write(picture.resolveSibling(FILE), Json.pretty(all));
    }

    /**
     * Reads the captions of a folder.
     *
     * @param figures the folder
     * @return the captions by file name, in the order in which the pictures were drawn; empty if there are none
     * @throws RunDirectoryException if the file of the captions is damaged
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
     * Whether the captions of a folder are damaged.
     *
     * @param figures the folder
     * @return false if the captions can be read or if there are none
     */
    public static boolean areDamaged(Path figures) {
        try {
            readAll(figures);
            return false;
        } catch (RunDirectoryException e) {
            return true;
        }
    }

    /**
     * The captions of a folder; none if they are damaged, since a new picture must not fail because of old captions.
     */
    private static Map<String, Caption> savedOrNone(Path figures) {
        try {
            return readAll(figures);
        } catch (RunDirectoryException e) {
            LOG.warn(e.getMessage());
            return Map.of();
        }
    }
}
