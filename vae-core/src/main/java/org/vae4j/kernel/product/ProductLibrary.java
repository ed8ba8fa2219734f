package org.vae4j.kernel.product;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The library that multiplies float matrices on the CPU, for the whole process. The last bits of a product depend on
 * it, so a training that is continued uses the library that it began with.
 */
public enum ProductLibrary {
    /** The BLAS that ND4J loads: OpenBLAS, or MKL in a build with {@code -Pmkl}. */
    BLAS,
    /** oneDNN, which generates machine code for the processor at hand; OpenBLAS still computes what it does faster. */
    ONEDNN;

    /** The environment variable with which a user chooses: {@code blas} or {@code onednn}. */
    public static final String VARIABLE = "VAE_PRODUCTS";

    /** The system property with which a program chooses; it takes precedence over the variable. */
    public static final String PROPERTY = "vae4j.products";

    private static volatile Optional<ProductLibrary> inUse = Optional.empty();

    /**
     * {@return the library in use; the first call selects the {@linkplain #preferred() preferred} one and loads ND4J}
     */
    public static ProductLibrary inUse() {
        Optional<ProductLibrary> known = inUse;
        return known.isPresent() ? known.get() : use(preferred());
    }

    /**
     * Selects the library for all products from now on. No other thread may multiply during the call.
     *
     * @param library the library to use
     * @return the library
     * @throws IllegalArgumentException when this system lacks it
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
     * Returns the library that the user asked for, or else the fastest on this machine.
     *
     * @return the library, which depends on the machine and the environment alone
     * @throws IllegalArgumentException when the user asked for an unknown library
     */
    public static ProductLibrary preferred() {
        return asked().orElseGet(ProductLibrary::fastest);
    }

    /**
     * Returns the library that the user asked for, by the property or the variable.
     *
     * @return empty where neither is set
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

    /** {@return whether this process can use the library; the call loads ND4J} */
    public boolean isThere() {
        return this == BLAS || OneDnn.isThere();
    }

    /**
     * oneDNN is preferred only where OpenBLAS uses its AVX-512 kernels, because it was measured only there. OpenBLAS
     * uses others where the processor has no AVX-512, or where the user chose them, perhaps so that different computers
     * agree to the bit.
     */
    private static ProductLibrary fastest() {
        return OpenBlas.readsInPlace() && OneDnn.isThere() ? ONEDNN : BLAS;
    }
}
