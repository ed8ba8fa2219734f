package org.vae4j.experiment.use;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;

/**
 * A file that is to be written, checked before the work begins.
 *
 * @param file in an existing folder
 * @param format by its ending
 */
public record Output(Path file, Format format) {

    /** The remedy of a command whose file {@code --out} names. */
    public static final String OTHER_PLACE = "make room, or choose another place by --out";

    /** The remedy of a command whose file has one place. */
    public static final String AGAIN = "make room, and give the command again";

    /** What a file's ending says. */
    public enum Format {
        /** A sheet of images. */
        PNG,
        /** An animation. */
        GIF,
        /** Comma-separated numbers with a line of names. */
        CSV,
        /** NumPy's format. */
        NPY,
        /** Weights for other tools. */
        SAFETENSORS,
        /** A network for other programs. */
        ONNX,
        /** Something else. */
        UNKNOWN;

        static Format of(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(format -> name.endsWith(format.ending()))
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        /** {@return the end of the names of such files, such as {@code .png}} */
        public String ending() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks that a file can be written.
     *
     * @param file what is wanted
     * @param allowed the formats that make sense
     * @param replace whether a file that is there may be replaced
     * @return checked
     * @throws ConfigException when the ending is another, the folder is not there, or the file is
     * @throws RunDirectoryException when the folder cannot be written to
     */
    public static Output of(Path file, List<Format> allowed, boolean replace) {
        return of("--out", file, allowed, replace);
    }

    /**
     * Checks that a picture that an option names can be written.
     *
     * @param option such as {@code --sheet}
     * @param file what is wanted, ending in .png
     * @return checked
     * @throws ConfigException when the ending is another, the folder is not there, or the file is
     * @throws RunDirectoryException when the folder cannot be written to
     */
    public static Output picture(String option, Path file) {
        if (Files.exists(file)) {
            throw new ConfigException(option + ": found " + file
                    + ", expected no such file: nothing was written over; name another, or remove it first");
        }
        return of(option, file, List.of(Format.PNG), false);
    }

    private static Output of(String option, Path file, List<Format> allowed, boolean replace) {
        Format format = Format.of(file);
        if (!allowed.contains(format)) {
            throw new ConfigException(option + ": found " + file + ", expected a file ending in "
                    + allowed.stream().map(Format::ending).collect(Collectors.joining(" or ")));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(
                    option + ": found no folder " + folder + " to write to, expected one: make it first");
        }
        if (!Files.isWritable(folder)) {
            throw RunDirectoryException.unwritable(file, new AccessDeniedException(folder.toString()), OTHER_PLACE);
        }
        if (Files.isDirectory(file) || Files.exists(file) && !replace) {
            throw new ConfigException("found " + file + ", expected no such file: nothing was written over;"
                    + " use --out for another or --force to replace it");
        }
        return new Output(file, format);
    }

    /**
     * Names a file that is not there: beside a run's other files, or where the person stands when the source is a file
     * alone or its folder can't be written.
     *
     * @param source a run directory or a file
     * @param start of the name, such as {@code sample}
     * @param format its ending
     * @return {@code sample-1.png}, or the first number that is free
     */
    public static Path numbered(Path source, String start, Format format) {
        Path free = numbered(source, start, List.of(format.ending()));
        return free.resolveSibling(free.getFileName() + format.ending());
    }

    /**
     * Names files that are not there and differ in their endings, in the same place.
     *
     * @param source a run directory or a file
     * @param start of the name, such as {@code export}
     * @param endings of the files
     * @return {@code export-1} without an ending, or the first number of which none of the files is there
     */
    public static Path numbered(Path source, String start, List<String> endings) {
        Path folder = Files.isDirectory(source) && Files.isWritable(source) ? source : Path.of("");
        int number = 1;
        while (anyExists(folder, start + "-" + number, endings)) {
            number++;
        }
        return folder.resolve(start + "-" + number);
    }

    private static boolean anyExists(Path folder, String name, List<String> endings) {
        return endings.stream().anyMatch(ending -> Files.exists(folder.resolve(name + ending)));
    }

    /**
     * Writes numbers, whole or not at all.
     *
     * @param numbers what
     * @throws RunDirectoryException when it cannot be written
     */
    public void write(Numbers numbers) {
        write(path -> AtomicFile.write(path, unfinished -> numbers.write(unfinished, format)));
    }

    /**
     * Writes the file; what goes wrong names it.
     *
     * @param content writes it, whole or not at all
     * @throws RunDirectoryException when it cannot be written
     */
    public void write(AtomicFile.Content content) {
        write(file, content, OTHER_PLACE);
    }

    /**
     * Writes any file of a command; what goes wrong names it.
     *
     * @param file what is written
     * @param content writes it, whole or not at all
     * @param remedy what the user can do where it cannot be written
     * @throws RunDirectoryException when it cannot be written
     */
    public static void write(Path file, AtomicFile.Content content, String remedy) {
        try {
            content.write(file);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(file, e, remedy);
        }
    }
}
