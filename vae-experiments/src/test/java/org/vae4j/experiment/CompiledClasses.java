package org.vae4j.experiment;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes of all three modules, read once for all structure tests of a process. */
final class CompiledClasses {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("org.vae4j");

    private CompiledClasses() {}

    static JavaClasses all() {
        return ALL;
    }
}
