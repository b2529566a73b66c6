// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.UnknownWatermarkException;
import io.tenantry.policy.MappingReading;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The exports that a command line names, opened again for each read, because files come and go while a watch runs. Its
 * feed tells by their content whether they are others, and not who changed; files that are others than at the last
 * question too may still be written, and count as unchanged.
 */
final class WatchedExport implements IdentitySource {
    private final String name;
    private final ParsedLine line;
    private final Optional<MappingReading> mapping;
    private String seen = "";

    WatchedExport(String name, ParsedLine line, Optional<MappingReading> mapping) {
        this.name = name;
        this.line = line;
        this.mapping = mapping;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        return now().read(pages);
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        return now().find(idOrUserName);
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(new Content());
    }

    private IdentitySource now() {
        List<String> faults = new ArrayList<>();
        Optional<IdentitySource> source = options(faults).read();
        if (!faults.isEmpty()) {
            throw new IdentitySourceException(String.join("; ", faults), null);
        }
        return source.orElseThrow();
    }

    private SourceOptions options(List<String> faults) {
        return new SourceOptions(line, new Checks(line, faults), mapping);
    }

    private String content() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : options(new ArrayList<>()).files()) {
                digest.update(file.toString().getBytes(UTF_8));
                digest.update((byte) 0);
                add(file, digest);
            }
            return "content " + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new IdentitySourceException("the files of people cannot be read: " + FileTrouble.words(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        byte[] bytes = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                digest.update(bytes, 0, read);
            }
        }
    }

    private final class Content implements ChangeFeed {
        @Override
        public String latest() {
            return content();
        }

        @Override
        public Changes since(String watermark) {
            String now = content();
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(watermark)) {
                throw new UnknownWatermarkException("a file of people is another one", null);
            }
            return new Changes(Set.of(), watermark);
        }
    }
}
