package org.vae4j.experiment.run.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.kernel.product.ProductLibrary;

/**
 * The library by which a run has multiplied matrices so far, as its {@code provenance.json} records it. A continued run
 * uses the same library, so that its results are those of an uninterrupted run to the bit.
 *
 * @param library the library; empty where there is no record
 */
public record RecordedProducts(Optional<ProductLibrary> library) {

    /** The record of a run that has not computed yet. */
    public static final RecordedProducts NONE = new RecordedProducts(Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(RecordedProducts.class);

    /**
     * Reads the record of the newest execution that computed. A record without a library is that of an earlier version,
     * which always used BLAS.
     *
     * @param root the run directory
     * @return the record; {@link #NONE} where no execution has computed
     */
    public static RecordedProducts of(Path root) {
        JsonNode provenance = RunFiles.in(root).json("provenance.json");
        JsonNode numerics = provenance.path("numerics");
        for (JsonNode earlier : provenance.path("continues")) {
            numerics = numerics.isMissingNode() ? earlier.path("numerics") : numerics;
        }
        if (numerics.isMissingNode()) {
            return NONE;
        }
        boolean byOneDnn = numerics.path("products").asText().equals(ProductLibrary.ONEDNN.name());
        return new RecordedProducts(Optional.of(byOneDnn ? ProductLibrary.ONEDNN : ProductLibrary.BLAS));
    }

    /** {@return the library that the user asks for, else the recorded one, else the preferred one of this computer} */
    ProductLibrary choice() {
        boolean asked = ProductLibrary.asked().isPresent();
        return asked
                ? ProductLibrary.preferred()
                : library.map(RecordedProducts::asRecorded).orElseGet(ProductLibrary::preferred);
    }

    /** The recorded library, or BLAS with a warning where the recorded one is missing on this computer. */
    static ProductLibrary asRecorded(ProductLibrary library) {
        if (!library.isThere()) {
            LOG.warn(
                    "found no oneDNN here, by which this run has multiplied so far: OpenBLAS does from here on, so that"
                            + " the run continues to rounding, not to the bit");
            return ProductLibrary.BLAS;
        }
        return library;
    }
}
