package org.vae4j.experiment.use.imported;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Recognises, by their first bytes, files of weights in other formats than safetensors. A pickle is a program that runs
 * when it is read, so it is never opened here: the error has a line of Python that converts it where the user trusts
 * it.
 */
final class OtherFormat {

    private static final byte PICKLE = (byte) 0x80;

    private OtherFormat() {}

    /** Refuses a file in a format that is recognised; any other file may be a safetensors file. */
    static void refuse(Path file, byte[] first) throws IOException {
        if (startsWith(first, "PK")) {
            throw isTorch(file) ? pickle(file) : isNumpy(file) ? npz(file) : other(file, "a zip file");
        }
        // A safetensors file may have this first byte, too: it belongs to the length of its header.
        if (first.length > 1 && first[0] == PICKLE && first[1] >= 2 && first[1] <= 5 && !isLength(first)) {
            throw pickle(file);
        }
        if (startsWith(first, "\u0089HDF")) {
            throw other(file, "an HDF5 file");
        }
        if (startsWith(first, "\u0093NUMPY")) {
            throw other(file, "one array of NumPy's");
        }
    }

    /** Whether eight bytes can be the length of a header, of which the upper four bytes are 0. */
    private static boolean isLength(byte[] first) {
        return first.length == Long.BYTES && first[4] == 0 && first[5] == 0 && first[6] == 0 && first[7] == 0;
    }

    private static boolean startsWith(byte[] first, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= first.length || (first[i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTorch(Path file) throws IOException {
        return hasEntry(file, "data.pkl");
    }

    private static boolean isNumpy(Path file) throws IOException {
        return hasEntry(file, ".npy");
    }

    private static boolean hasEntry(Path file, String ending) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().endsWith(ending));
        }
    }

    private static ConfigException pickle(Path file) {
        return new ConfigException("found the pickle " + file + ", which is a program that runs when it is read,"
                + " expected safetensors; convert it where you trust it: python3 -c \"import torch;"
                + " from safetensors.torch import save_file; w = torch.load('" + name(file)
                + "', map_location='cpu', weights_only=True); save_file({k: v.contiguous().clone() for k, v in"
                + " w.get('state_dict', w).items()}, '" + converted(file) + "')\"");
    }

    private static ConfigException npz(Path file) {
        return new ConfigException("found arrays of NumPy's in " + file + ", expected safetensors; convert them:"
                + " python3 -c \"import numpy; from safetensors.numpy import save_file; save_file(dict(numpy.load('"
                + name(file) + "')), '" + converted(file) + "')\"");
    }

    private static ConfigException other(Path file, String found) {
        return new ConfigException("found " + found + " in " + file
                + ", expected safetensors: write the weights by safetensors' save_file");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String converted(Path file) {
        return name(file).replaceFirst("\\.[^.]*$", "") + ".safetensors";
    }
}
