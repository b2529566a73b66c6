// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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
        Path behind = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path aside = Files.createTempFile(behind.getParent(), "tenantry", ".tmp");
        try {
            Files.writeString(aside, text);
            Files.move(aside, behind, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
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
