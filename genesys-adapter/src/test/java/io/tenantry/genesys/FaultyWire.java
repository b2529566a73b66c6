// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A socket in front of a fake that answers like a broken network or service. */
final class FaultyWire implements AutoCloseable {
    /** Answers on a socket; {@code good} gives what the service would have answered, after doing it. */
    @FunctionalInterface
    interface Fault {
        void answer(Socket socket, Good good) throws IOException;
    }

    /** Lets the service do what was asked, and gives its answer. */
    @FunctionalInterface
    interface Good {
        Reply reply();
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int status, byte[] body) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Request(String method, String target, Map<String, String> headers, byte[] body) {
        String line() {
            return method + " " + target;
        }
    }

    private final FakeGenesysCloud fake;
    private final HttpClient service;
    private final ServerSocket listener;
    private final Set<Socket> held = new HashSet<>();
    private final List<Request> requests = new ArrayList<>();
    private volatile String delegated = "";
    private volatile @Nullable Function<Request, Reply> delegate;
    private String method = "";
    private String path = "";
    private int faults;
    private boolean lastWasSound;
    private Fault fault = (socket, good) -> {};

    FaultyWire(FakeGenesysCloud fake) {
        this(fake, ServerSocketFactory.getDefault());
    }

    /** Connects with the sockets of this factory, such as one for TLS. */
    FaultyWire(FakeGenesysCloud fake, ServerSocketFactory sockets) {
        this.fake = fake;
        this.service = fake.httpClient();
        try {
            listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        adoptAll(listener);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Damages the answers to the next requests of this method on paths with this prefix. */
    synchronized void damage(String ofMethod, String onPath, int times, Fault how) {
        method = ofMethod;
        path = onPath;
        faults = times;
        fault = how;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Returns whether the last request was answered as the service would. */
    synchronized boolean lastWasSound() {
        return lastWasSound;
    }

    /** Waits until the client holds this many connections; returns how many it holds if that does not happen. */
    synchronized int held(int expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        long left = 5_000;
        while (held.size() != expected && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return held.size();
    }

    private synchronized void hold(Socket socket) {
        held.add(socket);
    }

    private synchronized void letGo(Socket socket) {
        held.remove(socket);
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        List<Socket> left;
        synchronized (this) {
            left = List.copyOf(held);
        }
        for (Socket socket : left) {
            socket.close();
        }
    }

    /** Serves every connection to this listener, until it is closed. */
    void adoptAll(ServerSocket from) {
        start("faulty-wire", () -> {
            try {
                while (true) {
                    adopt(from.accept());
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    private void adopt(Socket socket) {
        start("faulty-wire-connection", () -> serve(socket));
    }

    private void serve(Socket socket) {
        hold(socket);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                Fault chosen = choose(request);
                if (chosen == null) {
                    write(socket.getOutputStream(), forward(request), Map.of());
                } else {
                    chosen.answer(socket, () -> forward(request));
                }
            }
        } catch (IOException e) {
            // The client went away, which some faults make it do.
        } finally {
            letGo(socket);
        }
    }

    /** Lets another service than the fake answer the requests on paths with this prefix. */
    synchronized void delegate(String onPath, Function<Request, Reply> other) {
        delegated = onPath;
        delegate = other;
    }

    private synchronized @Nullable Fault choose(Request request) {
        requests.add(request);
        lastWasSound = false;
        if (faults > 0 && request.method.equals(method) && request.target.startsWith(path)) {
            faults--;
            return fault;
        }
        lastWasSound = true;
        return null;
    }

    private Reply forward(Request request) {
        Function<Request, Reply> other = delegate;
        if (other != null && request.target.startsWith(delegated)) {
            return other.apply(request);
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(URI.create(fake.baseUri() + request.target))
                .method(request.method, HttpRequest.BodyPublishers.ofByteArray(request.body));
        for (String name : List.of("authorization", "content-type", "accept")) {
            if (request.headers.containsKey(name)) {
                copy.header(name, request.headers.get(name));
            }
        }
        try {
            HttpResponse<byte[]> response = service.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void write(OutputStream out, Reply reply, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status + " X\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (reply.status != 204
                && !headers.containsKey("Content-Length")
                && !headers.containsKey("Transfer-Encoding")) {
            head.append("Content-Length: ").append(reply.body.length).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        whole.writeBytes(reply.body);
        out.write(whole.toByteArray());
        out.flush();
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        String[] parts = first.split(" ", -1);
        return new Request(parts[0], parts[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
