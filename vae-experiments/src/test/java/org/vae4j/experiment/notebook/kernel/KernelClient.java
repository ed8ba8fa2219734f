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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A front end that speaks Jupyter's protocol, written from its specification: multipart messages signed by HMAC. */
final class KernelClient implements AutoCloseable {

    static final int PATIENCE_MILLIS = 30_000;
    private static final String KEY = "a key that only the two know";
    private static final List<String> PORTS =
            List.of("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ZMQ.Context context = ZMQ.context(1);
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final ZMQ.Socket shell = context.socket(SocketType.DEALER);
    private final ZMQ.Socket control = context.socket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.socket(SocketType.SUB);

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

    /** What the kernel's connection file says. */
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

    /** Runs a cell and gives all that is published of it, up to its idle status. */
    List<JsonNode> execute(String code) throws IOException {
        return published(
                send(shell, "execute_request", "{\"code\":" + JSON.writeValueAsString(code) + ",\"silent\":false}"));
    }

    /** Begins a cell; {@link #published} tells of it. */
    String begin(String code) throws IOException {
        return send(shell, "execute_request", "{\"code\":" + JSON.writeValueAsString(code) + ",\"silent\":false}");
    }

    /** The answer to any request on the shell's channel. */
    JsonNode ask(String type, String content) {
        String id = send(shell, type, content);
        for (; ; ) {
            JsonNode reply = receive(shell);
            if (reply.path("parent").path("msg_id").asText().equals(id)) {
                return reply.path("content");
            }
        }
    }

    JsonNode control(String type, String content) {
        send(control, type, content);
        return receive(control).path("content");
    }

    /** All that is published of a request, up to its idle status. */
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

    /** Sends what is no message. */
    void garbage(String... frames) {
        for (int i = 0; i < frames.length; i++) {
            shell.send(frames[i], i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private static String send(ZMQ.Socket socket, String type, String content) {
        String id = UUID.randomUUID().toString();
        String header = "{\"msg_id\":\"" + id
                + "\",\"session\":\"s\",\"username\":\"u\",\"date\":\"2026-01-01T00:00:00.000000Z\","
                + "\"msg_type\":\"" + type + "\",\"version\":\"5.3\"}";
        for (String frame : List.of("<IDS|MSG>", signature(header, "{}", "{}", content), header, "{}", "{}")) {
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
                throw new AssertionError("the kernel said nothing for " + PATIENCE_MILLIS + " ms");
            }
            frames.add(new String(frame, StandardCharsets.UTF_8));
        } while (socket.hasReceiveMore());
        int at = frames.indexOf("<IDS|MSG>");
        try {
            JsonNode header = JSON.readTree(frames.get(at + 2));
            ObjectNode message = JSON.createObjectNode();
            message.put("type", header.path("msg_type").asText());
            message.set("parent", JSON.readTree(frames.get(at + 3)));
            message.set("content", JSON.readTree(frames.get(at + 5)));
            String signed = signature(frames.get(at + 2), frames.get(at + 3), frames.get(at + 4), frames.get(at + 5));
            if (!signed.equals(frames.get(at + 1))) {
                throw new AssertionError("a message of the kernel is not signed by its key");
            }
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
