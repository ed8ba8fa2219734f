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
 * The output file of a command. It is checked before the work begins, so that no work is lost to a wrong path.
 *
 * @param file the file, in a folder that exists
 * @param format the format, which the ending of the file's name tells
 */
public record Output(Path file, Format format) {

    /** The remedy for a command whose output file is named by {@code --out}. */
    public static final String OTHER_PLACE = "make room, or choose another place by --out";

    /** The remedy for a command whose output file has a fixed place. */
    public static final String AGAIN = "make room, and give the command again";

    /** The format of a file. */
    public enum Format {
        /** A sheet of images. */
        PNG,
        /** An animation. */
        GIF,
        /** Comma-separated numbers below a line of column names. */
        CSV,
        /** NumPy's format. */
        NPY,
        /** Weights for other tools. */
        SAFETENSORS,
        /** A network for other programs. */
        ONNX,
        /** Any other ending. */
        UNKNOWN;

        static Format of(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(format -> name.endsWith(format.ending()))
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        /** {@return the ending of file names, such as {@code .png}} */
        public String ending() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the file that {@code --out} names.
     *
     * @param file the file to write
     * @param allowed the formats that the command can write
     * @param replace whether a file that exists may be replaced
     * @return the checked output
     * @throws ConfigException if the format is not allowed, if there is no such folder, or if the file exists
     * @throws RunDirectoryException if the folder cannot be written to
     */
    public static Output of(Path file, List<Format> allowed, boolean replace) {
        return of("--out", file, allowed, replace);
    }

    /**
     * Checks the picture that an option names.
     *
     * @param option the option, such as {@code --sheet}
     * @param file the file to write, ending in .png
     * @return the checked output
     * @throws ConfigException if the ending is another, if there is no such folder, or if the file exists
     * @throws RunDirectoryException if the folder cannot be written to
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
     * Finds a free name for a file. The file is put into the run directory, or into the current folder if the source is
     * a single file or if the run directory cannot be written to.
     *
     * @param source a run directory or a file
     * @param start the beginning of the name, such as {@code sample}
     * @param format the format, which gives the ending
     * @return a path such as {@code sample-1.png}, with the first number that is free
     */
    public static Path numbered(Path source, String start, Format format) {
        Path free = numbered(source, start, List.of(format.ending()));
        return free.resolveSibling(free.getFileName() + format.ending());
    }

    /**
     * Finds a free name for several files that differ in their endings, in the same folder as above.
     *
     * @param source a run directory or a file
     * @param start the beginning of the names, such as {@code export}
     * @param endings the endings of the files
     * @return a path without an ending, such as {@code export-1}, with the first number that no such file has
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
     * Writes a table of numbers; a reader never sees half a file.
     *
     * @param numbers the table
     * @throws RunDirectoryException if the file cannot be written
     */
    public void write(Numbers numbers) {
        write(path -> AtomicFile.write(path, unfinished -> numbers.write(unfinished, format)));
    }

    /**
     * Writes the file. An error names the file and a remedy.
     *
     * @param content writes the file such that a reader never sees half of it
     * @throws RunDirectoryException if the file cannot be written
     */
    public void write(AtomicFile.Content content) {
        write(file, content, OTHER_PLACE);
    }

    /**
     * Writes any file of a command. An error names the file and the remedy.
     *
     * @param file the file to write
     * @param content writes the file such that a reader never sees half of it
     * @param remedy the advice to the user if the file cannot be written
     * @throws RunDirectoryException if the file cannot be written
     */
    public static void write(Path file, AtomicFile.Content content, String remedy) {
        try {
            content.write(file);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(file, e, remedy);
        }
    }
}
