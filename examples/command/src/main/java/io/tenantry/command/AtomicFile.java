// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Writes a file completely or not at all. */
final class AtomicFile {
    private AtomicFile() {}

    // A half-written plan must not be applied, so the text goes to a temporary file first, which only its owner can
    // read.
    static void write(Path file, String text) throws IOException {
        if (isThrough(file)) {
            Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return;
        }
        Path behind = behind(file);
        Path aside = Files.createTempFile(behind.getParent(), "tenantry", ".tmp");
        try {
            Files.writeString(aside, text);
            Files.move(aside, behind, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static Path behind(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    /** Returns why a file cannot be written, as far as that shows before; empty if nothing shows. */
    static Optional<String> obstacle(Path file) {
        if (isThrough(file)) {
            return Optional.empty();
        }
        try {
            Path folder = behind(file).resolveSibling("");
            if (!Files.isDirectory(folder)) {
                return Optional.of("there is no folder " + folder);
            }
            return Files.isWritable(folder)
                    ? Optional.empty()
                    : Optional.of("this process may not write into the folder " + folder);
        } catch (IOException e) {
            // Writing it says why.
            return Optional.empty();
        }
    }

    /** Returns whether it is a device or a pipe, which nothing may replace, or an open file, as {@code /dev/stdout} is. */
    private static boolean isThrough(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return Files.exists(file)
                && (!Files.isRegularFile(file)
                        || whole.startsWith("/proc")
                        || (whole.startsWith("/dev") && !whole.startsWith("/dev/shm")));
    }
}
