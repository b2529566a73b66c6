// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the dates of a document. */
final class DateReader {
    private final Problems problems;

    DateReader(Problems problems) {
        this.problems = problems;
    }

    Optional<LocalDate> read(Section section, String key, String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    section.node(key).map(Node::at).orElse(section.at()),
                    section.path(key),
                    Quote.of(text) + " is not a date",
                    "Write it as YYYY-MM-DD");
            return Optional.empty();
        }
    }
}
