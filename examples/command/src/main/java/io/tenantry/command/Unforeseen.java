// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a failure means that no part of the command foresees, and what to do. */
record Unforeseen(Exit exit, String message) {
    private static final long ROOM_FOR_A_DRIVER = 4 << 20;

    /**
     * Returns what a failure means.
     *
     * @param left what the run had sent before, for a person
     */
    static Unforeseen of(Throwable failure, String left) {
        @Nullable Throwable cause = failure;
        // A cause may lead to itself.
        for (int depth = 0; cause != null && depth < 20; depth++) {
            Optional<String> words = outside(cause);
            if (words.isPresent()) {
                return new Unforeseen(Exit.UNREACHABLE, words.get() + "; " + left);
            }
            cause = cause.getCause();
        }
        return new Unforeseen(Exit.DEFECT, defect(failure) + "; " + left);
    }

    /** Returns what the machine lacks, if it is that. */
    private static Optional<String> outside(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return Optional.of("the memory did not suffice (" + cause.getMessage()
                    + "): give the command more, as with PROVISION_OPTS=-Xmx2g");
        }
        if (cause instanceof SqliteDriver.Missing) {
            return Optional.of("the driver of SQLite cannot be unpacked into the temporary folder "
                    + folder(new File(System.getProperty("java.io.tmpdir", "")))
                    + ": repair that, or name another folder with PROVISION_OPTS=-Djava.io.tmpdir=DIR");
        }
        return cause instanceof IOException file
                ? Optional.of("a file could not be read or written: " + FileTrouble.words(file)
                        + "; check its path, its permissions and the room there")
                : Optional.empty();
    }

    private static String folder(File folder) {
        if (!folder.isDirectory()) {
            return folder + ", which is not there";
        }
        if (!folder.canWrite()) {
            return folder + ", which cannot be written";
        }
        return folder
                + (folder.getUsableSpace() < ROOM_FOR_A_DRIVER
                        ? ", which is full"
                        : ", which is full or permits no programs (noexec)");
    }

    private static String defect(Throwable failure) {
        String where = Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.tenantry."))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        return "the command has a defect: " + failure + where
                + "; report this error, without what names a person in it";
    }
}
