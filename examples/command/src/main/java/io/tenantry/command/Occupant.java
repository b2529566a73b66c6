// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A process that has a state file open. Its name lies in a file beside the state, because the state itself cannot be
 * read while another process has it open.
 */
record Occupant(long process, String user, String verb, Instant since) {
    static Occupant ofProcess(Verb verb, Instant since) {
        return new Occupant(
                ProcessHandle.current().pid(),
                System.getProperty("user.name", "unknown"),
                verb.spelling(),
                since.truncatedTo(ChronoUnit.SECONDS));
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, String.join("\t", String.valueOf(process), user, verb, since.toString()) + "\n");
    }

    /** Returns the process that a file names; empty if there is no such file, or if that process has ended. */
    static Optional<Occupant> read(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split("\t", -1);
            return Optional.of(new Occupant(Long.parseLong(parts[0]), parts[1], parts[2], Instant.parse(parts[3])))
                    .filter(Occupant::lives);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException | DateTimeException e) {
            // The lock on the state says that it is in use; only the name of the process is unknown.
            return Optional.empty();
        }
    }

    private boolean lives() {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public String toString() {
        return "provision " + verb + " of " + user + " (process " + process + ") has it open since " + since;
    }
}
