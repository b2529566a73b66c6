// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts a {@link ScimEndpoint} on the server of the JDK, at {@code /scim/v2}. By default it listens on this machine
 * alone, for a proxy that ends TLS; another address needs {@link Builder#tls} or {@link Builder#tlsByProxy}. A request that
 * takes longer than the limit to arrive is cut off; one that finds all threads and the queue taken is answered with 503.
 */
public final class ScimServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScimServer.class);

    private static final String PATH = "/scim/v2";

    /** The server of the JDK reads its limits once, when its classes are loaded, and only from here. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "60",
            "sun.net.httpserver.maxRspTime", "60",
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxReqHeaderSize", "65536",
            "jdk.httpserver.maxConnections", "500",
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.nodelay", "true");

    static {
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /** What {@code Forwarded} says of a request that came by https. */
    private static final Pattern HTTPS = Pattern.compile("(?i)(^|;)\\s*proto=\"?https\"?\\s*(;|$)");

    /** The answers that are given before the body was read. */
    private static final Set<Integer> UNREAD = Set.of(401, 403, 413, 503);

    /** How much of a body that is too large is still let come. */
    private static final long MOST_SKIPPED = 32 << 20;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ScimEndpoint endpoint;
    private final String base;
    private final int queue;
    private final boolean tlsByProxy;
    private final AtomicBoolean toldOfClear = new AtomicBoolean();

    private ScimServer(Builder settings, HttpServer server) {
        this.server = server;
        this.endpoint = settings.endpoint;
        this.queue = settings.queue;
        this.tlsByProxy = settings.tlsByProxy;
        this.base = settings.publicUri
                .map(URI::toString)
                .orElseGet(() ->
                        (settings.tls.isPresent() ? "https" : "http") + "://" + host(settings.address.getAddress())
                                + ":" + server.getAddress().getPort() + PATH);
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                settings.concurrency,
                settings.concurrency,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new Thread(work, "scim-" + count.incrementAndGet()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private static String host(InetAddress address) {
        String host = address.getHostAddress();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** Returns the settings of a server for this endpoint. */
    public static Builder of(ScimEndpoint endpoint) {
        return new Builder(endpoint);
    }

    /** The settings of a server. */
    public static final class Builder {
        private final ScimEndpoint endpoint;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private Optional<SSLContext> tls = Optional.empty();
        private Optional<URI> publicUri = Optional.empty();
        private boolean tlsByProxy;
        private int concurrency = 8;
        private int queue = 64;

        private Builder(ScimEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        /** Sets where it listens; by default a free port of the loopback address. */
        public Builder address(InetSocketAddress value) {
            address = value;
            return this;
        }

        /** Sets the certificate and key, so that the server itself speaks TLS; by default it does not. */
        public Builder tls(SSLContext value) {
            tls = Optional.of(value);
            return this;
        }

        /**
         * Says that a proxy in front ends TLS, so that any address may be listened on without it; by default none does. Then
         * only a request is taken of which the proxy says, by {@code X-Forwarded-Proto} or {@code Forwarded}, that it came
         * by https; another one is answered with 403, so that a provider that goes past the proxy is found at its first try.
         */
        public Builder tlsByProxy() {
            tlsByProxy = true;
            return this;
        }

        /**
         * Sets the address that providers call, with the path of the endpoint and without a slash at its end; addresses of
         * resources begin with it. By default it is the address that the server listens on.
         */
        public Builder publicUri(URI value) {
            publicUri = Optional.of(value);
            return this;
        }

        /** Sets how many requests are worked on at once; by default 8. */
        public Builder concurrency(int value) {
            concurrency = value;
            return this;
        }

        /** Sets how many requests may wait for a thread; by default 64. */
        public Builder queue(int value) {
            queue = value;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IllegalStateException if the address is not on this machine and nothing ends TLS
         * @throws UncheckedIOException if it cannot listen on the address
         */
        public ScimServer start() {
            if (!address.getAddress().isLoopbackAddress() && tls.isEmpty() && !tlsByProxy) {
                throw new IllegalStateException("tokens must not travel in the clear: " + address
                        + " is not the loopback address; give tls, or say tlsByProxy");
            }
            try {
                return new ScimServer(this, tls.isPresent() ? secure(tls.get()) : HttpServer.create(address, 0));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on " + address, e);
            }
        }

        private HttpServer secure(SSLContext context) throws IOException {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters modern = getSSLContext().getDefaultSSLParameters();
                    modern.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                    parameters.setSSLParameters(modern);
                }
            });
            return secure;
        }
    }

    /** Returns the address that providers call. */
    public URI uri() {
        return URI.create(base);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns how many requests wait for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            if (!target.startsWith(PATH)
                    || (target.length() > PATH.length() && "/?".indexOf(target.charAt(PATH.length())) < 0)) {
                send(exchange, Answers.error(404, "", "there is nothing at this address; SCIM is at " + PATH));
            } else if (tlsByProxy && !cameByTls(exchange.getRequestHeaders())) {
                send(exchange, inTheClear());
            } else if (waiting() >= queue) {
                send(exchange, busy());
            } else {
                send(exchange, endpoint.handle(request(exchange, target.substring(PATH.length()))));
            }
        } catch (IOException e) {
            // The client has gone; what it pushed is kept, and it will ask or push again.
            LOG.debug("an answer could not be sent: {}", e.getClass().getName());
        }
    }

    /** Of several proxies, the first value is what the outermost one says, to which the provider speaks. */
    private static boolean cameByTls(Headers headers) {
        return "https".equalsIgnoreCase(first(headers, "X-Forwarded-Proto"))
                || HTTPS.matcher(first(headers, "Forwarded")).find();
    }

    private static String first(Headers headers, String name) {
        return Objects.requireNonNullElse(headers.getFirst(name), "")
                .replaceFirst("(?s),.*", "")
                .strip();
    }

    private ScimResponse inTheClear() {
        if (toldOfClear.compareAndSet(false, true)) {
            LOG.warn(
                    "a request came that no proxy got by https (X-Forwarded-Proto), and was refused; if it went past the"
                            + " proxy, its token travelled in the clear: issue another one");
        }
        return Answers.error(
                403,
                "",
                "no proxy says that this request came by https: call the https address, and let the proxy set"
                        + " X-Forwarded-Proto; a token that travelled in the clear has to be replaced");
    }

    private static ScimResponse busy() {
        return Answers.error(503, "", "too many requests wait; try again later").with("Retry-After", "1");
    }

    private ScimRequest request(HttpExchange exchange, String target) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        return new ScimRequest(exchange.getRequestMethod(), base, target, headers, exchange.getRequestBody());
    }

    private static void send(HttpExchange exchange, ScimResponse answer) throws IOException {
        byte[] body = answer.body();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (UNREAD.contains(answer.status())) {
            // The rest of the body is not waited for, so nothing can follow on this connection.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
        if (answer.status() == 413) {
            // A client that is cut off while it sends may not read the answer.
            exchange.getRequestBody().transferTo(new Sink());
        }
    }

    /** Lets a body come to its end, or so far. */
    private static final class Sink extends OutputStream {
        private long left = MOST_SKIPPED;

        @Override
        public void write(int one) throws IOException {
            write(new byte[1], 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new IOException("the body does not end");
            }
        }
    }

    /** Stops listening, waits a little for the requests that are under way, and ends its threads. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
    }
}
