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
 * Runs compiled cells in this process, each on a thread of its own, and keeps the value itself, which JShell would turn
 * into text.
 *
 * <p>An interrupt is a wish: a training follows it with a checkpoint, a sleeping thread at once. What has not ended
 * {@value #PATIENCE_MILLIS} ms later is left to itself, because Java cannot end a thread that does not listen.
 */
final class CellExecution extends DirectExecutionControl {

    static final int PATIENCE_MILLIS = 1_500;

    private final AtomicReference<Cell> running = new AtomicReference<>();
    private volatile boolean interrupted;
    private Optional<Object> value = Optional.empty();
    private Optional<Throwable> thrown = Optional.empty();

    CellExecution() {
        super(new CellClasses());
    }

    /** A new cell, of one or several snippets: an interrupt from now on ends all of them, also between two. */
    void begin() {
        interrupted = false;
    }

    /** The value of the last snippet that was run, once. */
    Optional<Object> takeValue() {
        Optional<Object> taken = value;
        value = Optional.empty();
        return taken;
    }

    /** What the last snippet threw, if it threw anything. */
    Optional<Throwable> thrown() {
        return thrown;
    }

    @Override
    protected String invoke(Method compiled) throws Exception {
        value = Optional.empty();
        thrown = Optional.empty();
        Cell cell = new Cell(new FutureTask<>(() -> compiled.invoke(null)));
        running.set(cell);
        try {
            if (interrupted) {
                throw new InvocationTargetException(new InterruptedException("the cell was interrupted"));
            }
            value = Optional.ofNullable(cell.await());
            return "";
        } catch (InvocationTargetException e) {
            thrown = Optional.of(e.getCause());
            throw e;
        } finally {
            running.set(null);
        }
    }

    /** Asks what is running to end. */
    void interrupt() {
        interrupted = true;
        Optional.ofNullable(running.get()).ifPresent(Cell::interrupt);
    }

    @Override
    public void stop() {
        interrupt();
    }

    /** One compiled snippet on its thread. */
    private static final class Cell {

        private final FutureTask<Object> task;
        private final Thread thread;

        Cell(FutureTask<Object> task) {
            this.task = task;
            this.thread = new Thread(task, "cell");
            thread.setDaemon(true);
        }

        Object await() throws InvocationTargetException, InterruptedException {
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
                // It ended as it should; await() tells how.
                return;
            }
        }
    }
}
