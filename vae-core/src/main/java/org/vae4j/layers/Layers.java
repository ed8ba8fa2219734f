package org.vae4j.layers;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** Answers that all layers give DL4J alike, and checks of input sizes. */
final class Layers {

    private Layers() {}

    /**
     * Checks the settings of a layer when a network is made. DL4J's JSON reader fills the fields of an empty object, so
     * no constructor has checked what a file holds.
     *
     * @param conf the layer, whose name the message has
     * @param check throws if a setting is missing or out of its range
     * @throws IllegalArgumentException if the check throws
     */
    static void requireSettings(org.deeplearning4j.nn.conf.layers.Layer conf, Runnable check) {
        try {
            check.run();
        } catch (NullPointerException e) {
            throw new IllegalArgumentException(
                    "layer \"" + nameOf(conf) + "\": found no value of " + e.getMessage() + ", expected one", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer \"" + nameOf(conf) + "\": " + e.getMessage(), e);
        }
    }

    static void requireKnown(ImageShape image) {
        Objects.requireNonNull(image, "image");
        if (!image.isKnown()) {
            throw new IllegalArgumentException(
                    "found images of unknown size, expected channels, height and width >= 1");
        }
    }

    static void requireDraws(int draws) {
        if (draws < 1) {
            throw new IllegalArgumentException("found draws = " + draws + ", expected a number >= 1");
        }
    }

    static void requireColumns(FeedForwardLayer conf, int found, int expected) {
        requireColumns(conf.getLayerName(), found, expected);
    }

    static void requireColumns(String layer, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "layer \"" + layer + "\": found an input of " + found + " columns, expected " + expected);
        }
    }

    /** The name of a layer; empty for a layer without a network that has none. */
    static String nameOf(org.deeplearning4j.nn.conf.layers.Layer conf) {
        return conf.getLayerName() == null ? "" : conf.getLayerName();
    }

    static LayerMemoryReport memoryReport(org.deeplearning4j.nn.conf.layers.Layer conf, InputType inputType) {
        InputType outputType = conf.getOutputType(-1, inputType);
        long parameters = conf.initializer().numParams(conf);
        long state = conf instanceof FeedForwardLayer f && f.getIUpdater() != null
                ? f.getIUpdater().stateSize(parameters)
                : 0;
        return new LayerMemoryReport.Builder(conf.getLayerName(), conf.getClass(), inputType, outputType)
                .standardMemory(parameters, state)
                .workingMemory(0, 0, 0, outputType.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** Throws if an input type does not have the image's number of features. */
    static void requireFeatures(String layer, InputType type, ImageShape image) {
        requireColumns(layer, features(layer, type), image.length());
    }

    /** The number of features of a feed-forward input type. */
    static int features(String layer, InputType type) {
        if (type instanceof InputType.InputTypeFeedForward f) {
            return Math.toIntExact(f.getSize());
        }
        if (type instanceof InputType.InputTypeConvolutionalFlat f) {
            return Math.toIntExact(f.getFlattenedSize());
        }
        throw new IllegalArgumentException("layer \"" + layer + "\": found input type " + type
                + ", expected feed-forward: flatten it by a preprocessor");
    }
}
