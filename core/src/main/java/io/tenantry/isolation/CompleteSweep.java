// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.isolation.IsolationProof.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The last isolation proof that rested on a complete read. Immutable.
 *
 * @param at when its read ended
 * @param fingerprint of the proof
 */
public record CompleteSweep(Instant at, Verdict verdict, String policyHash, String fingerprint) {
    /** Returns what is remembered of a proof. */
    public static CompleteSweep of(IsolationProof proof) {
        return new CompleteSweep(proof.coverage().to(), proof.verdict(), proof.policyHash(), proof.fingerprint());
    }

    /** Returns the sweep that was remembered as this text; empty if it is no such text. */
    public static Optional<CompleteSweep> read(String text) {
        String[] parts = text.split(" ", 4);
        try {
            return parts.length < 4
                    ? Optional.empty()
                    : Optional.of(
                            new CompleteSweep(Instant.parse(parts[0]), Verdict.valueOf(parts[1]), parts[3], parts[2]));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns it as a text to remember. */
    public String text() {
        return at + " " + verdict + " " + fingerprint + " " + policyHash;
    }
}
