package org.vae4j.experiment.notebook.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A client of Jupyter's messaging protocol 5.3, written from its specification. A message is a list of ZeroMQ frames:
 * identities, a delimiter, a signature, then header, parent header, metadata and content as JSON. The signature is the
 * HMAC of these four.
 */
final class KernelClient implements AutoCloseable {

    static final int PATIENCE_MILLIS = 30_000;
    private static final int SUBSCRIPTION_POLL_MILLIS = 100;
    private static final String KEY = "a key that only kernel and client know";
    private static final String DELIMITER = "<IDS|MSG>";
    /** The frames of a message, counted from the delimiter. */
    private static final int SIGNATURE = 1;

    private static final int HEADER = 2;
    private static final int PARENT = 3;
    private static final int METADATA = 4;
    private static final int CONTENT = 5;
    private static final List<String> PORTS =
            List.of("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ZMQ.Context context = ZMQ.context(1);
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final ZMQ.Socket shell = context.socket(SocketType.DEALER);
    private final ZMQ.Socket control = context.socket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.socket(SocketType.SUB);

    /** Chooses free ports; the kernel binds them. */
    KernelClient() throws IOException {
        List<ServerSocket> free = new ArrayList<>();
        for (String port : PORTS) {
            ServerSocket socket = new ServerSocket(0);
            free.add(socket);
            ports.put(port, socket.getLocalPort());
        }
        for (ServerSocket socket : free) {
            socket.close();
        }
    }

    /** {@return the content of the connection file for the kernel} */
    String connectionFile() {
        ObjectNode file = JSON.createObjectNode();
        ports.forEach(file::put);
        file.put("transport", "tcp")
                .put("ip", "127.0.0.1")
                .put("signature_scheme", "hmac-sha256")
                .put("key", KEY);
        return file.toString();
    }

    void connect() {
        connect(shell, "shell_port");
        connect(control, "control_port");
        connect(iopub, "iopub_port");
        iopub.subscribe(new byte[0]);
    }

    private void connect(ZMQ.Socket socket, String port) {
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.setLinger(0);
        socket.connect("tcp://127.0.0.1:" + ports.get(port));
    }

    /**
     * Waits until published messages arrive. Those before the subscription takes effect are lost, so requests are
     * repeated until one message about them has arrived. All later ones then do.
     */
    void awaitSubscription() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try (ZMQ.Poller poller = context.poller(1)) {
            poller.register(iopub, ZMQ.Poller.POLLIN);
            do {
                if (System.nanoTime() > end) {
                    throw silence();
                }
                ask("kernel_info_request", "{}");
            } while (poller.poll(SUBSCRIPTION_POLL_MILLIS) == 0);
        }
    }

    /** Runs a cell. Returns the messages that are published about it, up to its idle status. */
    List<JsonNode> execute(String code) throws IOException {
        return published(begin(code));
    }

    /** Begins a cell. Returns the id of the request, for {@link #published}. */
    String begin(String code) throws IOException {
        return send(shell, "execute_request", "{\"code\":" + JSON.writeValueAsString(code) + ",\"silent\":false}");
    }

    /** Sends a request on the shell channel. Returns the content of its reply. */
    JsonNode ask(String type, String content) {
        String id = send(shell, type, content);
        for (; ; ) {
            JsonNode reply = receive(shell);
            if (reply.path("parent").path("msg_id").asText().equals(id)) {
                return reply.path("content");
            }
        }
    }

    /** Sends a request on the control channel. Returns the content of its reply. */
    JsonNode control(String type, String content) {
        send(control, type, content);
        return receive(control).path("content");
    }

    /** {@return the messages that are published about a request, up to its idle status} */
    List<JsonNode> published(String request) {
        List<JsonNode> all = new ArrayList<>();
        for (; ; ) {
            JsonNode message = receive(iopub);
            if (message.path("parent").path("msg_id").asText().equals(request)) {
                all.add(message);
                if (message.path("content").path("execution_state").asText().equals("idle")) {
                    return all;
                }
            }
        }
    }

    /** Sends frames that are no valid message. */
    void sendMalformed(String... frames) {
        for (int i = 0; i < frames.length; i++) {
            shell.send(frames[i], i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private static String send(ZMQ.Socket socket, String type, String content) {
        String id = UUID.randomUUID().toString();
        String header = "{\"msg_id\":\"" + id
                + "\",\"session\":\"s\",\"username\":\"u\",\"date\":\"2026-01-01T00:00:00.000000Z\","
                + "\"msg_type\":\"" + type + "\",\"version\":\"5.3\"}";
        for (String frame : List.of(DELIMITER, signature(header, "{}", "{}", content), header, "{}", "{}")) {
            socket.sendMore(frame);
        }
        socket.send(content);
        return id;
    }

    private static JsonNode receive(ZMQ.Socket socket) {
        List<String> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                throw silence();
            }
            frames.add(new String(frame, StandardCharsets.UTF_8));
        } while (socket.hasReceiveMore());
        List<String> message = frames.subList(frames.indexOf(DELIMITER), frames.size());
        return verified(message);
    }

    private static AssertionError silence() {
        return new AssertionError("the kernel said nothing for " + PATIENCE_MILLIS + " ms");
    }

    /** Checks the signature of a message. Returns its type, parent header and content. */
    private static JsonNode verified(List<String> frames) {
        String header = frames.get(HEADER);
        String parent = frames.get(PARENT);
        String content = frames.get(CONTENT);
        if (!signature(header, parent, frames.get(METADATA), content).equals(frames.get(SIGNATURE))) {
            throw new AssertionError("a message of the kernel is not signed by its key");
        }
        try {
            ObjectNode message = JSON.createObjectNode();
            message.put("type", JSON.readTree(header).path("msg_type").asText());
            message.set("parent", JSON.readTree(parent));
            message.set("content", JSON.readTree(content));
            return message;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String signature(String... frames) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (String frame : frames) {
                mac.update(frame.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        shell.close();
        control.close();
        iopub.close();
        context.close();
    }
}
