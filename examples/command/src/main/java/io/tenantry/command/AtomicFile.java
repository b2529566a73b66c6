// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there whole or not at all. */
final class AtomicFile {
    private AtomicFile() {}

    // Written aside and moved, so that nobody ever applies half a plan; a temporary file is its owner's alone.
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
