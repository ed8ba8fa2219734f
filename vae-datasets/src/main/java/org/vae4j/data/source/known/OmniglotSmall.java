package org.vae4j.data.source.known;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.source.image.Colour;
import org.vae4j.data.source.image.ImageFolder;
import org.vae4j.data.source.image.PictureRule;

/**
 * The drawings of OMNIGLOT's two small background sets (Lake, Salakhutdinov, Tenenbaum 2015). The sets share two of
 * their five alphabets; each drawing is taken once. A class is a character; strokes are 1.
 *
 * <p>Of the 20 drawings of a character, the first 15 are training examples and the other 5 test examples. So both parts
 * have all characters in equal shares, and no drawing is in both. The split of the literature (Burda et al. 2016) has
 * the same shares: its 24,345 training images are 15 for each of OMNIGLOT's 1,623 characters. Examples are ordered by
 * the number of the drawing first, so that the last training examples, which {@code data.valid} takes, are of all
 * characters as well.
 */
final class OmniglotSmall extends KnownSet {

    private static final ImageShape SHAPE = new ImageShape(1, 105, 105);

    private static final int TRAINING_DRAWINGS = 15;

    private static final byte WHITE = (byte) 255;

    private static final PictureRule GREY = new PictureRule(List.of(), List.of(), List.of(), Colour.GREY);

    /** Paths such as {@code …/Greek/character01/0394_07.png}, whose last number counts the drawings of a character. */
    private static final Pattern PLACE = Pattern.compile(".*?([^/]+/[^/]+)/\\d+_(\\d+)\\.png");

    OmniglotSmall(About about) {
        super(about);
    }

    /**
     * One drawing of a character.
     *
     * @param character the alphabet and the character in it, such as {@code Greek/character01}
     * @param number of the drawing among those of the character, from 1 on
     */
    private record Drawing(String character, int number) {

        static final Comparator<Drawing> ORDER =
                Comparator.comparingInt(Drawing::number).thenComparing(Drawing::character);

        static Drawing of(Path file, Path zip) {
            Matcher place = PLACE.matcher(file.toString());
            if (!place.matches()) {
                throw new CorruptDataException(zip + ": found " + file
                        + " in it, expected files named alphabet/character/number_drawing.png: copy the right file");
            }
            return new Drawing(place.group(1), Integer.parseInt(place.group(2)));
        }

        boolean isForTraining() {
            return number <= TRAINING_DRAWINGS;
        }
    }

    @Override
    public ImageShape imageShape() {
        return SHAPE;
    }

    @Override
    public DataRange values() {
        return DataRange.BINARY;
    }

    @Override
    public List<String> localNames(String file) {
        return List.of(file, file.replace("images_background_", "omniglot_"));
    }

    @Override
    public Split load(DataFolders folders) {
        Map<Path, PublishedFile> zips = new LinkedHashMap<>();
        for (PublishedFile file : about().files()) {
            zips.put(findAny(folders, localNames(file.name())).orElseThrow(() -> missing(folders, file.name())), file);
        }
        return split(zips);
    }

    @Override
    public void verify(Path path, String file) {
        split(Map.of(path, file(file)));
    }

    /** Reads the archives and divides their drawings. */
    private Split split(Map<Path, PublishedFile> zips) {
        Map<Drawing, ByteBuffer> files = new LinkedHashMap<>();
        List<RawExamples> parts = new ArrayList<>();
        zips.forEach((zip, published) -> parts.add(read(zip, published, files)));
        List<Drawing> drawings = List.copyOf(files.keySet());
        List<String> characters =
                drawings.stream().map(Drawing::character).distinct().sorted().toList();
        int[] classes = drawings.stream()
                .mapToInt(drawing -> Collections.binarySearch(characters, drawing.character()))
                .toArray();
        ImageSet images = images(parts, classes);
        return new Split(
                part("train", Drawing::isForTraining, drawings, images),
                Optional.empty(),
                part("test", drawing -> !drawing.isForTraining(), drawings, images));
    }

    /**
     * Reads the drawings of an archive that are not in an archive that was read before.
     *
     * @param files the files of all drawings that were read before, to which those of this archive are added in the
     *     order of the examples
     */
    private static RawExamples read(Path zip, PublishedFile published, Map<Drawing, ByteBuffer> files) {
        published.read(zip, in -> zip);
        try (FileSystem archive = FileSystems.newFileSystem(zip)) {
            Path root = archive.getPath("/");
            List<Path> fresh = new ArrayList<>();
            for (Path file : ImageFolder.files(root)) {
                ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
                ByteBuffer other = files.putIfAbsent(Drawing.of(file, zip), content);
                if (other == null) {
                    fresh.add(file);
                } else if (!other.equals(content)) {
                    throw new CorruptDataException(zip + ": found another drawing as " + file
                            + " than in the archive read before, expected the same: copy both again");
                }
            }
            return new ImageFolder(root, fresh, GREY).read();
        } catch (IOException | ProviderNotFoundException e) {
            throw new CorruptDataException(
                    zip + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again", e);
        }
    }

    /** Joins all drawings and inverts them, as strokes are black on white in the files. */
    private ImageSet images(List<RawExamples> parts, int[] classes) {
        RawExamples all = RawExamples.joined(parts, name());
        return ImageSet.builder(name(), (ImageShape) all.shape(), all.values().bytes())
                .labels(classes)
                .build()
                .changed((example, row) -> invert(row), DataRange.BINARY);
    }

    private void invert(byte[] row) {
        for (int i = 0; i < row.length; i++) {
            if (row[i] != 0 && row[i] != WHITE) {
                throw new CorruptDataException(name() + ": found the grey level " + (row[i] & 0xff)
                        + " in a drawing, expected black on white alone: copy the right files");
            }
            row[i] = (byte) ~row[i];
        }
    }

    private ImageSet part(String part, Predicate<Drawing> isOfIt, List<Drawing> drawings, ImageSet images) {
        int[] examples = IntStream.range(0, drawings.size())
                .filter(i -> isOfIt.test(drawings.get(i)))
                .boxed()
                .sorted(Comparator.comparing(drawings::get, Drawing.ORDER))
                .mapToInt(Integer::intValue)
                .toArray();
        if (examples.length == 0) {
            throw new CorruptDataException(name() + ": found no drawing for the " + part + " part, expected "
                    + TRAINING_DRAWINGS + " per character for training and others for the test: copy the right files");
        }
        return images.subset(examples).named(name() + "/" + part);
    }
}
