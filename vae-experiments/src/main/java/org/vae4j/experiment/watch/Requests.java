package org.vae4j.experiment.watch;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses requests of other sites and other methods than GET, and sets the security headers of every answer.
 *
 * <p>A page of another site may resolve its own name to 127.0.0.1 and read what is served there (DNS rebinding): such a
 * request is recognised by its Host header. Another site may also embed addresses of this server: browsers then send
 * {@code Sec-Fetch-Site: cross-site}. Only navigation from another site, such as a click on a link, is allowed.
 */
final class Requests extends Filter {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final String POLICY =
            "default-src 'none'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline';"
                    + " script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Set<String> hosts;

    Requests(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    @Override
    public String description() {
        return "methods and hosts";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        try (exchange) {
            List<String> host = exchange.getRequestHeaders().getOrDefault("Host", List.of());
            String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
            String mode = exchange.getRequestHeaders().getFirst("Sec-Fetch-Mode");
            boolean isEmbedded = "cross-site".equals(site) && !"navigate".equals(mode);
            if (host.size() != 1 || !hosts.contains(host.get(0)) || isEmbedded) {
                answer(
                        exchange,
                        HttpURLConnection.HTTP_FORBIDDEN,
                        "text/plain",
                        "This page is served to this machine alone, as " + hosts + ".\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, HttpURLConnection.HTTP_BAD_METHOD, "text/plain", "Only GET is answered.\n");
            } else {
                chain.doFilter(exchange);
            }
        } catch (RuntimeException e) {
            LOG.info("cannot answer {}", exchange.getRequestURI(), e);
            if (exchange.getResponseCode() < 0) {
                answer(exchange, HttpURLConnection.HTTP_INTERNAL_ERROR, "text/plain", "This cannot be answered.\n");
            }
        }
    }

    /** Sends a text in UTF-8, with the security headers. */
    static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        answer(exchange, status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a body, with the security headers; the answer to a HEAD request has no body. */
    static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
