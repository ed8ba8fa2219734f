package org.vae4j.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;

class ProductLibraryTest {

    @Test
    void aProgramChoosesBeforeTheUser() {
        String before = System.getProperty(ProductLibrary.PROPERTY);
        try {
            System.setProperty(ProductLibrary.PROPERTY, " oneDNN ");
            assertThat(ProductLibrary.asked()).contains(ProductLibrary.ONEDNN);
            System.setProperty(ProductLibrary.PROPERTY, "blas");
            assertThat(ProductLibrary.asked()).contains(ProductLibrary.BLAS);
        } finally {
            System.setProperty(ProductLibrary.PROPERTY, before);
        }
    }

    @Test
    void anUnknownLibraryIsRefusedInOneLine() {
        assertThatThrownBy(() -> ProductLibrary.named("mkl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("VAE_PRODUCTS: found 'mkl', expected blas or onednn");
    }

    @Test
    void oneDnnIsRefusedWhereItIsNotThere() {
        assumeFalse(OneDnn.isThere(), "oneDNN is there");
        assertThatThrownBy(() -> ProductLibrary.use(ProductLibrary.ONEDNN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unset it");
    }

    @Test
    void testsMultiplyByBlas() {
        assertThat(ProductLibrary.preferred()).isEqualTo(ProductLibrary.BLAS);
        assertThat(ProductLibrary.inUse()).isEqualTo(ProductLibrary.BLAS);
    }
}
