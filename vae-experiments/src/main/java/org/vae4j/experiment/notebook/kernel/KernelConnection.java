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
 * A connection that survives malformed messages, which any program on this computer can send to its ports. The loop of
 * a channel of the library takes a handler of errors, but the channel has no access to its loop. So the field is read
 * by reflection, and the version of the library is pinned.
 */
final class KernelConnection extends JupyterConnection {

    private static final Logger LOG = LoggerFactory.getLogger(KernelConnection.class);
    /** The time between an error and the next message. */
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
