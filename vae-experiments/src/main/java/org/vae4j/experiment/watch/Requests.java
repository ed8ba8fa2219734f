package org.vae4j.experiment.watch;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request must pass and every answer carries.
 *
 * <p>A page of another site may resolve its own name to 127.0.0.1 and read what it finds there (DNS rebinding): the
 * Host header gives it away. It may embed our addresses too: browsers say so in Sec-Fetch-Site.
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
            boolean foreign = site != null && site.equals("cross-site") && !"navigate".equals(mode);
            if (host.size() != 1 || !hosts.contains(host.get(0)) || foreign) {
                answer(exchange, 403, "text/plain", "This page is served to this machine alone, as " + hosts + ".\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, 405, "text/plain", "Only GET is answered.\n");
            } else {
                chain.doFilter(exchange);
            }
        } catch (RuntimeException e) {
            LOG.info("request", e);
            if (exchange.getResponseCode() < 0) {
                answer(exchange, 500, "text/plain", "This cannot be answered.\n");
            }
        }
    }

    static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        answer(exchange, status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        boolean silent = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, silent ? -1 : body.length);
        if (!silent) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
