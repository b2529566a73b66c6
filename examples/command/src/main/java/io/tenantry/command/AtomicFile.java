// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file completely or not at all. */
final class AtomicFile {
    private AtomicFile() {}

    // A half-written plan must not be applied, so the text goes to a temporary file first, which only its owner can
    // read.
    static void write(Path file, String text) throws IOException {
        Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), "tenantry", ".tmp");
        try {
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
