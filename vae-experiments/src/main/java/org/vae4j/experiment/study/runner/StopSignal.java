package org.vae4j.experiment.study.runner;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.vae4j.experiment.study.terminal.ExitCode;

/**
 * Makes SIGUSR1 end the process as SIGTERM does, with a checkpoint and {@link ExitCode#INTERRUPTED}. Slurm sends it
 * before the time limit with {@code --signal=USR1@120}, and without a handler it would kill Java at once.
 *
 * <p>The handler is installed by reflection, because the compiler cannot be told to allow {@code sun.misc} under
 * {@code -Werror}. Where there is no such signal (Windows) or no such class, nothing happens.
 */
public final class StopSignal {

    private static final String NAME = "USR1";

    private StopSignal() {}

    /** Installs the handler. Call it early in a {@code main}. */
    public static void install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler stop = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    // Exit waits for the shutdown hooks; the thread of the handler must not wait.
                    new Thread(() -> System.exit(ExitCode.INTERRUPTED), "stop-signal").start();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> NAME;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, stop);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(NAME), proxy);
        } catch (ReflectiveOperationException e) {
            // The signal keeps its default action. Nothing is logged, so that a short command need not load the logger.
            return;
        }
    }
}
