package org.vae4j.experiment.notebook.kernel;

import java.lang.reflect.Field;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that outlives messages that are none: anybody on this computer can write to its ports. The library's
 * loop of a channel has a place for what to do then, and the channel keeps it to itself, hence the reflection, which is
 * why the library's version is pinned.
 */
final class KernelConnection extends JupyterConnection {

    private static final Logger LOG = LoggerFactory.getLogger(KernelConnection.class);
    private static final long PAUSE_MILLIS = 50;

    KernelConnection(KernelConnectionProperties properties) throws NoSuchAlgorithmException, InvalidKeyException {
        super(properties);
    }

    @Override
    public void connect() {
        super.connect();
        for (ShellChannel channel : List.of(shell, control)) {
            loop(channel).onError(e -> {
                LOG.info("a message that cannot be read: {}", e.toString());
                return PAUSE_MILLIS;
            });
        }
    }

    private static Loop loop(ShellChannel channel) {
        try {
            Field loop = ShellChannel.class.getDeclaredField("ioloop");
            loop.setAccessible(true);
            return (Loop) loop.get(channel);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("found another jjava-jupyter than the one that this was built with", e);
        }
    }
}
