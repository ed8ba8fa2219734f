package org.vae4j.kernel.product;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** The library that a Java binding wraps, for functions that the binding does not pass on. */
final class NativeNeighbour {

    private NativeNeighbour() {}

    /**
     * Finds the library in the folder that the binding is loaded from.
     *
     * @param binding the class of the binding
     * @param name a pattern of the library's file name
     * @return the library, which the process has loaded already
     * @throws IOException when the folder holds none
     */
    static NativeLibrary of(Class<?> binding, String name) throws IOException {
        Path wrapper = Path.of(Loader.load(binding));
        try (Stream<Path> files = Files.list(wrapper.getParent())) {
            Path library = files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("found no library beside " + wrapper));
            return NativeLibrary.getInstance(library.toString());
        }
    }
}
