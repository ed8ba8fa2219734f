package org.vae4j.experiment.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jshell.execution.DirectExecutionControl;

/**
 * Runs compiled snippets in this process, each on a thread of its own, and keeps the value of the last one as an
 * object; JShell itself would keep its text only.
 *
 * <p>An interrupt is a request: a sleeping thread ends at once, a training after its checkpoint. A snippet that has not
 * ended {@value #PATIENCE_MILLIS} ms later is abandoned and keeps running, because Java cannot end a thread that
 * ignores interrupts. Interrupts come from other threads; everything else is called by the thread that evaluates.
 */
final class CellExecution extends DirectExecutionControl {

    static final int PATIENCE_MILLIS = 1_500;

    private final AtomicReference<RunningSnippet> running = new AtomicReference<>();
    /** Whether the current cell was interrupted. */
    private volatile boolean interrupted;

    private Optional<Object> value = Optional.empty();
    private Optional<Throwable> thrown = Optional.empty();

    CellExecution() {
        super(new CellClasses());
    }

    /** Begins a cell of one or several snippets. An interrupt from now on ends all of them, also between two. */
    void beginCell() {
        interrupted = false;
    }

    /** {@return the value of the last snippet; a second call returns nothing} */
    Optional<Object> takeValue() {
        Optional<Object> taken = value;
        value = Optional.empty();
        return taken;
    }

    /** {@return the exception or error of the last snippet, if it failed} */
    Optional<Throwable> thrown() {
        return thrown;
    }

    @Override
    protected String invoke(Method compiled) throws Exception {
        value = Optional.empty();
        thrown = Optional.empty();
        RunningSnippet snippet = new RunningSnippet(new FutureTask<>(() -> compiled.invoke(null)));
        running.set(snippet);
        try {
            if (interrupted) {
                throw new InvocationTargetException(new InterruptedException("the cell was interrupted"));
            }
            value = Optional.ofNullable(snippet.runAndAwait());
            return "";
        } catch (InvocationTargetException e) {
            thrown = Optional.of(e.getCause());
            throw e;
        } finally {
            running.set(null);
        }
    }

    /** Interrupts the current cell and waits for its end, at most {@value #PATIENCE_MILLIS} ms. */
    void interrupt() {
        interrupted = true;
        Optional.ofNullable(running.get()).ifPresent(RunningSnippet::interrupt);
    }

    @Override
    public void stop() {
        interrupt();
    }

    /** A compiled snippet and its thread. */
    private static final class RunningSnippet {

        private final FutureTask<Object> task;
        private final Thread thread;

        RunningSnippet(FutureTask<Object> task) {
            this.task = task;
            this.thread = new Thread(task, "cell");
            thread.setDaemon(true);
        }

        /** {@return the value of the snippet, or null} */
        Object runAndAwait() throws InvocationTargetException, InterruptedException {
            thread.start();
            try {
                return task.get();
            } catch (CancellationException e) {
                throw new InvocationTargetException(
                        new InterruptedException("the cell was interrupted and has not ended"
                                + " yet: a training ends when its checkpoint is written"));
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw cause instanceof InvocationTargetException target ? target : new InvocationTargetException(cause);
            }
        }

        void interrupt() {
            thread.interrupt();
            try {
                task.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                task.cancel(false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | CancellationException e) {
                // The snippet has ended; runAndAwait() reports how.
                return;
            }
        }
    }
}
