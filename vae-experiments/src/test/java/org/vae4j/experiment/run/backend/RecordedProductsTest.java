package org.vae4j.experiment.run.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.kernel.product.ProductLibrary;

class RecordedProductsTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"numerics\":{\"products\":\"ONEDNN\"}} | ONEDNN",
                "{\"numerics\":{\"blasVendor\":\"OPENBLAS\"}} | BLAS",
                "{\"continues\":[{\"seed\":1},{\"numerics\":{\"products\":\"ONEDNN\"}},{\"numerics\":{}}]} | ONEDNN",
                "{\"continues\":[{\"numerics\":{}},{\"numerics\":{\"products\":\"ONEDNN\"}}]} | BLAS",
                "{\"seed\":1} | "
            })
    void readsTheNewestExecutionThatComputed(String provenance, ProductLibrary expected) throws IOException {
        Files.writeString(root.resolve("provenance.json"), provenance);
        assertThat(RecordedProducts.of(root).library()).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void aRunWithoutARecordUsesThePreferredLibrary() {
        assertThat(RecordedProducts.of(root)).isEqualTo(RecordedProducts.NONE);
        assertThat(RecordedProducts.NONE.choice()).isEqualTo(ProductLibrary.preferred());
    }

    @Test
    void theRecordedLibraryIsUsedWhereItIsInstalled() {
        assertThat(RecordedProducts.asRecorded(ProductLibrary.BLAS)).isEqualTo(ProductLibrary.BLAS);
        assertThat(RecordedProducts.asRecorded(ProductLibrary.ONEDNN))
                .isEqualTo(ProductLibrary.ONEDNN.isThere() ? ProductLibrary.ONEDNN : ProductLibrary.BLAS);
    }

    @Test
    void theLibraryThatTheUserAsksForPrecedesTheRecord() {
        System.setProperty(ProductLibrary.PROPERTY, "blas");
        try {
            RecordedProducts byOneDnn = new RecordedProducts(Optional.of(ProductLibrary.ONEDNN));
            assertThat(byOneDnn.choice()).isEqualTo(ProductLibrary.BLAS);
        } finally {
            System.clearProperty(ProductLibrary.PROPERTY);
        }
    }
}
