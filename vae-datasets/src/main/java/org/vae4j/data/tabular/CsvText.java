package org.vae4j.data.tabular;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.MissingDataException;

/** The text of a CSV file in UTF-8, with or without a byte order mark, and the cells of its first line. Immutable. */
public final class CsvText {

    /** All that some program takes for a number, and that is therefore no name of a column. */
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(nan|inf(inity)?|0x[0-9a-f.]+(p[-+]?\\d+)?|(\\d+(\\.\\d*)?|\\.\\d+)(e[-+]?\\d+)?[fd]?)",
            Pattern.CASE_INSENSITIVE);

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Path file;
    private final char separator;
    private final String text;
    private final List<String> first;

    private CsvText(Path file, char separator, String text) throws IOException {
        this.file = file;
        this.separator = separator;
        this.text = text;
        try (RecordReader reader = open()) {
            if (!reader.hasNext()) {
                throw new CorruptDataException(file + " is empty, expected a CSV file: check the path");
            }
            first = reader.next().stream().map(cell -> cell.toString().strip()).toList();
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @param separator the character between cells
     * @return its text
     * @throws MissingDataException if the file does not exist
     * @throws CorruptDataException if it is empty or in another encoding
     * @throws IOException if it cannot be read
     */
    public static CsvText read(Path file, char separator) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new MissingDataException(file + " is not there, expected a CSV file: check the path");
        }
        String text = decode(Files.readAllBytes(file), file);
        return new CsvText(
                file, separator, text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text);
    }

    /** {@return the cells of the first line} */
    public List<String> first() {
        return first;
    }

    /**
     * Whether the first line names the columns.
     *
     * @return true if none of its cells is a number
     * @throws CorruptDataException if the cells are 0, 1, …, which may be numbers or the names that pandas gives
     *     columns
     */
    public boolean hasNames() {
        boolean countsUp =
                IntStream.range(0, first.size()).allMatch(c -> first.get(c).equals(Integer.toString(c)));
        if (countsUp && text.strip().contains("\n")) {
            throw new CorruptDataException(
                    file + " begins with the row " + String.join(",", first) + ", which may be names as"
                            + " pandas writes them or numbers, expected either: leave the names out (header=False), or write the"
                            + " numbers as 0.0 …");
        }
        return first.stream().noneMatch(cell -> NUMBER.matcher(cell).matches());
    }

    /**
     * Opens a reader of the records.
     *
     * @param named whether the first line has names, and is skipped
     * @return a new reader, which the caller closes
     * @throws IOException if it cannot be made
     */
    public RecordReader records(boolean named) throws IOException {
        RecordReader reader = open();
        if (named) {
            reader.next();
        }
        return reader;
    }

    private RecordReader open() throws IOException {
        RecordReader reader = new CSVRecordReader(0, separator);
        try {
            reader.initialize(
                    new InputStreamInputSplit(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return reader;
    }

    private static String decode(byte[] bytes, Path file) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        boolean hasZeroBytes = startsWith(bytes, 0xff, 0xfe)
                || startsWith(bytes, 0xfe, 0xff)
                || out.toString().indexOf('\0') >= 0;
        if (hasZeroBytes) {
            throw new CorruptDataException(
                    file + " is in UTF-16 or another encoding with zero bytes, expected UTF-8: save it"
                            + " as that, for example by iconv -f UTF-16 -t UTF-8");
        }
        if (result.isError()) {
            long line = 1 + out.chars().filter(c -> c == '\n').count();
            throw new CorruptDataException(String.format(
                    "%s is not in UTF-8: line %d has the byte 0x%02x; expected UTF-8: save it as that, for example by"
                            + " iconv -f LATIN1 -t UTF-8",
                    file, line, bytes[in.position()] & 0xff));
        }
        return out.toString();
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }
}
