package org.vae4j.experiment.run.backend;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.nd4j.common.config.ND4JClassLoading;
import org.vae4j.experiment.config.section.RuntimeConfig.Backend;

/**
 * A class loader in which ND4J finds only one of several backends.
 *
 * <p>ND4J itself takes the available backend with the highest priority, and counts CUDA as available on any GPU, even
 * one that its build has no code for. Priorities are set by environment variables, which a running process cannot
 * change. ND4J finds backends through a service file, so this loader hides the service files of the others.
 */
final class OneBackend extends ClassLoader {

    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    private final Backend only;

    OneBackend(ClassLoader parent, Backend only) {
        super(parent);
        this.only = only;
    }

    /** Makes ND4J find this backend only; has no effect once ND4J is loaded. */
    static void use(Backend backend) {
        ND4JClassLoading.setNd4jClassloader(new OneBackend(OneBackend.class.getClassLoader(), backend));
    }

    /** The backends on the class path of a loader. */
    static Set<Backend> builtIn(ClassLoader loader) {
        Set<Backend> found = EnumSet.noneOf(Backend.class);
        try {
            for (URL file : Collections.list(loader.getResources(SERVICE))) {
                found.add(backendOf(file));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read the class path", e);
        }
        return found;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> all = super.getResources(name);
        if (!name.equals(SERVICE)) {
            return all;
        }
        List<URL> kept = new ArrayList<>();
        for (URL file : Collections.list(all)) {
            if (backendOf(file) == only) {
                kept.add(file);
            }
        }
        return Collections.enumeration(kept);
    }

    private static Backend backendOf(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            String providers = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return providers.contains("jcublas") ? Backend.CUDA : Backend.CPU;
        }
    }
}
