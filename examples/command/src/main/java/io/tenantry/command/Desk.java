// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.scim.ScimStore;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code provision scim} is served while {@code serve} has the file of the pushes open, which no other process can
 * read then. It is a socket in a folder beside the file that only its owner may enter; nothing of it is in the network.
 */
final class Desk implements AutoCloseable {
    /** No other process needs one. */
    static final Desk NONE = new Desk(null, Path.of(""), null);

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final @Nullable ServerSocketChannel door;
    private final Path folder;
    private final @Nullable ScimRun run;

    private Desk(@Nullable ServerSocketChannel door, Path folder, @Nullable ScimRun run) {
        this.door = door;
        this.folder = folder;
        this.run = run;
    }

    /**
     * Returns the desk of a file that this process alone has open. Where the system has no such sockets, or the path is too
     * long for one, it logs that and there is none.
     */
    static Desk beside(Path file, ScimPlace place, ScimStore store) {
        try {
            Path folder = folder(file);
            // What is there was left by a process that died.
            Files.deleteIfExists(socket(folder));
            if (!Files.isDirectory(folder)) {
                make(folder);
            }
            ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            door.bind(UnixDomainSocketAddress.of(socket(folder)));
            return new Desk(door, folder, new ScimRun(place, store));
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "provision scim has to wait until this process has ended: no socket can be made beside {}: {}",
                    file,
                    e.getMessage());
            return NONE;
        }
    }

    private static void make(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static Path folder(Path file) throws IOException {
        Path real = file.toRealPath();
        return real.resolveSibling(real.getFileName() + ".desk");
    }

    private static Path socket(Path folder) {
        return folder.resolve("socket");
    }

    /** Asks the process that has the file open; empty if there is none, or it has no desk. */
    static Optional<Answer> ask(Path file, Errand errand) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(folder(file))))) {
            return Optional.of(asked(file, channel, errand));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // There is no socket: opening the file says whether another process has it.
            LOG.debug("no desk beside {}", file, e);
            return Optional.empty();
        }
    }

    private static Answer asked(Path file, SocketChannel channel, Errand errand) {
        try {
            errand.write(new DataOutputStream(Channels.newOutputStream(channel)));
            return Answer.read(new DataInputStream(Channels.newInputStream(channel)));
        } catch (IOException e) {
            throw new Refused(
                    "the process that has " + file + " open ended before it answered, or is of another version:"
                            + " look with provision scim status whether this was done");
        }
    }

    /** Serves until it is closed, in a thread of its own. */
    void open() {
        if (door != null) {
            Thread thread = new Thread(() -> serve(door), "tenantry-desk");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void serve(ServerSocketChannel at) {
        while (at.isOpen()) {
            try (SocketChannel channel = at.accept()) {
                Errand errand = Errand.read(new DataInputStream(Channels.newInputStream(channel)));
                answer(errand).write(new DataOutputStream(Channels.newOutputStream(channel)));
            } catch (ClosedChannelException e) {
                LOG.debug("the desk is closed", e);
            } catch (IOException | RuntimeException e) {
                LOG.warn("a request of provision scim was not answered: {}", e.getMessage());
            }
        }
    }

    private Answer answer(Errand errand) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, UTF_8);
        PrintStream results = new PrintStream(out, true, UTF_8);
        Reporter reporter = errand.json()
                ? new JsonReporter(results)
                : new TextReporter(results, errors, ProgressBar.inLog(errors), errand.asked());
        Exit exit = Objects.requireNonNull(run).attended(errand, reporter);
        return new Answer(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Ends the desk; who asks from now on finds nobody. */
    @Override
    public void close() {
        if (door == null) {
            return;
        }
        try {
            door.close();
            Files.deleteIfExists(socket(folder));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the other process did, and what it has to say.
     *
     * @param exit its result, as of a run of its own
     */
    record Answer(Exit exit, String out, String err) {
        void write(DataOutputStream to) throws IOException {
            to.writeUTF(exit.name());
            for (String text : new String[] {out, err}) {
                byte[] octets = text.getBytes(UTF_8);
                to.writeInt(octets.length);
                to.write(octets);
            }
            to.flush();
        }

        static Answer read(DataInputStream from) throws IOException {
            Exit exit = Exit.valueOf(from.readUTF());
            return new Answer(exit, text(from), text(from));
        }

        private static String text(DataInputStream from) throws IOException {
            return new String(from.readNBytes(from.readInt()), UTF_8);
        }
    }
}
