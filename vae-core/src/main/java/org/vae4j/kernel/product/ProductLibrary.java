package org.vae4j.kernel.product;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which library multiplies matrices of floats on the CPU, for the whole process. The last bits of a product depend on
 * it, so a training that is continued takes the one that it began with.
 */
public enum ProductLibrary {
    /** The BLAS that ND4J loads: OpenBLAS, or MKL in a build with {@code -Pmkl}. */
    BLAS,
    /**
     * oneDNN, which makes its machine code for the processor that it finds; products that OpenBLAS multiplies faster
     * stay there.
     */
    ONEDNN;

    /** The variable by which a user chooses: {@code blas} or {@code onednn}. */
    public static final String VARIABLE = "VAE_PRODUCTS";

    /** The property of Java by which a program chooses, before the variable. */
    public static final String PROPERTY = "vae4j.products";

    private static volatile Optional<ProductLibrary> inUse = Optional.empty();

    /** {@return what multiplies; at first what is {@linkplain #preferred() preferred}. Loads ND4J} */
    public static ProductLibrary inUse() {
        Optional<ProductLibrary> known = inUse;
        return known.isPresent() ? known.get() : use(preferred());
    }

    /**
     * Multiplies by this library from now on. Nothing may compute meanwhile.
     *
     * @param library the library to multiply by
     * @return the library
     * @throws IllegalArgumentException when it is not there
     */
    public static ProductLibrary use(ProductLibrary library) {
        if (library == ONEDNN && !OneDnn.isThere()) {
            throw new IllegalArgumentException("found no oneDNN for this system, expected one for " + VARIABLE
                    + "=onednn: unset it, so that OpenBLAS multiplies");
        }
        inUse = Optional.of(library);
        return library;
    }

    /**
     * What the user asked for, else the fastest here.
     *
     * @return a function of the machine and the environment alone
     * @throws IllegalArgumentException when the user asked for something else
     */
    public static ProductLibrary preferred() {
        return asked().orElseGet(ProductLibrary::fastest);
    }

    /**
     * What the user asked for.
     *
     * @return empty where the variable is not set
     * @throws IllegalArgumentException when there is no such library
     */
    public static Optional<ProductLibrary> asked() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty(PROPERTY)), Optional.ofNullable(System.getenv(VARIABLE)))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(ProductLibrary::named);
    }

    static ProductLibrary named(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "blas" -> BLAS;
            case "onednn" -> ONEDNN;
            default -> throw new IllegalArgumentException(VARIABLE + ": found '" + text + "', expected blas or onednn");
        };
    }

    /** {@return whether it can be used in this process. Loads ND4J} */
    public boolean isThere() {
        return this == BLAS || OneDnn.isThere();
    }

    /**
     * oneDNN was measured on processors with AVX-512 only. OpenBLAS has other kernels in use where the processor has
     * none, and where its user told it to take others, perhaps so that several kinds of computers agree to the bit.
     */
    private static ProductLibrary fastest() {
        return OpenBlas.readsInPlace() && OneDnn.isThere() ? ONEDNN : BLAS;
    }
}
