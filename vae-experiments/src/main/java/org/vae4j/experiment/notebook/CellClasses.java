package org.vae4j.experiment.notebook;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;

/**
 * Loads the classes that cells are compiled to. Its parent is the context class loader of the thread that made the
 * cells, so that a class of an extension's jar is the same class in a cell and in the registries.
 */
final class CellClasses extends ClassLoader implements LoaderDelegate {

    private final Map<String, byte[]> code = new ConcurrentHashMap<>();

    CellClasses() {
        super(Thread.currentThread().getContextClassLoader());
    }

    @Override
    public void load(ClassBytecodes[] compiled) throws ClassInstallException {
        classesRedefined(compiled);
        boolean[] loaded = new boolean[compiled.length];
        try {
            for (int i = 0; i < compiled.length; i++) {
                // Resolves the classes that the methods name, so that a missing one is found before anything is run.
                loadClass(compiled[i].name()).getDeclaredMethods();
                loaded[i] = true;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException(e.toString(), loaded);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] compiled) {
        for (ClassBytecodes one : compiled) {
            code.put(one.name(), one.bytecodes());
        }
    }

    /** Does nothing, because the parent of this loader has the jars already. */
    @Override
    public void addToClasspath(String path) {}

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
            return known;
        }
        byte[] bytes = code.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
