package org.vae4j.experiment.run.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.kernel.product.ProductLibrary;

/**
 * Which library a run has multiplied matrices by so far, out of its {@code provenance.json}: who continues it takes the
 * same, so that it ends at the bits at which it would have ended.
 *
 * @param library empty where there is no record
 */
public record RecordedProducts(Optional<ProductLibrary> library) {

    /** No run before this one. */
    public static final RecordedProducts NONE = new RecordedProducts(Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(RecordedProducts.class);

    /**
     * What the newest execution that computed has recorded. Those of versions that knew no other library had BLAS.
     *
     * @param root the run directory
     * @return {@link #NONE} where no execution has computed
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

    /** {@return what the user asks for, else the recorded library, else the one that is preferred here} */
    ProductLibrary choice() {
        boolean asked = ProductLibrary.asked().isPresent();
        return asked
                ? ProductLibrary.preferred()
                : library.map(RecordedProducts::asRecorded).orElseGet(ProductLibrary::preferred);
    }

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
