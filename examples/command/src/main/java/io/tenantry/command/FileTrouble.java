// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Says what a failed read or write of a file met, without the names of classes. */
final class FileTrouble {
    private FileTrouble() {}

    static String words(IOException e) {
        if (e instanceof FileSystemException of && of.getFile() != null) {
            return of.getFile() + reason(of);
        }
        return Optional.ofNullable(e.getMessage()).filter(m -> !m.isBlank()).orElse(e.toString());
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return " is not there";
        }
        if (e instanceof AccessDeniedException) {
            return " is closed to this process";
        }
        return Optional.ofNullable(e.getReason())
                .map(why -> ": " + why)
                .orElse(": " + e.getClass().getSimpleName());
    }
}
