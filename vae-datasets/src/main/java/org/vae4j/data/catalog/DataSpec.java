package org.vae4j.data.catalog;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.data.source.image.PictureRule;
import org.vae4j.data.transform.Binarisation;

/**
 * The data that an experiment uses.
 *
 * @param name one of {@link Datasets#names()}
 * @param dir the folder that holds one folder per data set; by default {@code VAE_DATA_DIR}, then the cache folder
 * @param pictures the changes to each image, which come before anything else
 * @param limit the number of training examples to use, from the first on; empty for all
 * @param validation the number of examples that are taken from the end of the training set for validation; 0 for none
 * @param binarisation the binarisation, which is part of the data set's identity
 * @param lines the specification of the data set {@code lines}; other data sets ignore it
 * @param sprites the specification of the data set {@code sprites}; other data sets ignore it
 */
public record DataSpec(
        String name,
        Optional<Path> dir,
        PictureRule pictures,
        OptionalInt limit,
        int validation,
        Binarisation binarisation,
        LineSpec lines,
        SpriteSpec sprites) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the limit is not positive or the validation size negative
     */
    public DataSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dir, "dir");
        Objects.requireNonNull(pictures, "pictures");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(binarisation, "binarisation");
        Objects.requireNonNull(lines, "lines");
        Objects.requireNonNull(sprites, "sprites");
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException("data.limit is " + limit.getAsInt()
                    + ", expected at least 1: leave it out to use every training example");
        }
        if (validation < 0) {
            throw new IllegalArgumentException("data.valid is " + validation
                    + ", expected at least 0: it is the number of examples taken from the training set");
        }
    }

    /**
     * Makes the specification of a whole data set, not binarised.
     *
     * @param name one of {@link Datasets#names()}
     * @return a specification to refine
     */
    public static DataSpec of(String name) {
        return new DataSpec(
                name,
                Optional.empty(),
                PictureRule.NONE,
                OptionalInt.empty(),
                0,
                new Binarisation.None(),
                LineSpec.DEFAULT,
                SpriteSpec.DEFAULT);
    }

    /**
     * Replaces the folder.
     *
     * @param folder the folder that holds one folder per data set
     * @return a copy
     */
    public DataSpec withDir(Path folder) {
        return new DataSpec(name, Optional.of(folder), pictures, limit, validation, binarisation, lines, sprites);
    }

    /**
     * Replaces the changes to images.
     *
     * @param rule the changes to each image
     * @return a copy
     */
    public DataSpec withPictures(PictureRule rule) {
        return new DataSpec(name, dir, rule, limit, validation, binarisation, lines, sprites);
    }

    /**
     * Limits the training examples.
     *
     * @param n the number of training examples, from the first on
     * @return a copy
     */
    public DataSpec withLimit(int n) {
        return new DataSpec(name, dir, pictures, OptionalInt.of(n), validation, binarisation, lines, sprites);
    }

    /**
     * Takes a validation set from the training set.
     *
     * @param n number of examples from its end
     * @return a copy
     */
    public DataSpec withValidation(int n) {
        return new DataSpec(name, dir, pictures, limit, n, binarisation, lines, sprites);
    }

    /**
     * Replaces the binarisation.
     *
     * @param kind the binarisation
     * @return a copy
     */
    public DataSpec withBinarisation(Binarisation kind) {
        return new DataSpec(name, dir, pictures, limit, validation, kind, lines, sprites);
    }

    /**
     * Replaces the specification of lines.
     *
     * @param spec the specification of the line data set
     * @return a copy
     */
    public DataSpec withLines(LineSpec spec) {
        return new DataSpec(name, dir, pictures, limit, validation, binarisation, spec, sprites);
    }

    /**
     * Replaces the specification of sprites.
     *
     * @param spec the specification of the sprites
     * @return a copy
     */
    public DataSpec withSprites(SpriteSpec spec) {
        return new DataSpec(name, dir, pictures, limit, validation, binarisation, lines, spec);
    }
}
