// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The size and the time of change of a file at one moment. Two equal stamps before and after a read show that the file
 * was not written meanwhile.
 */
record FileStamp(long size, long modified, String key) {
    static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(
                attributes.size(), attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey()));
    }

    /** Returns the name that origins use. */
    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
