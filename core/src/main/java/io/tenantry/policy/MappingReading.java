// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.ColumnMapping;
import java.util.List;
import java.util.Optional;

/** The result of reading a mapping document: every problem, and the mapping if no problem is an error. Immutable. */
public final class MappingReading {
    private final Optional<ColumnMapping> mapping;
    private final List<Problem> problems;

    MappingReading(Optional<ColumnMapping> mapping, List<Problem> problems) {
        this.mapping = mapping;
        this.problems = List.copyOf(problems);
    }

    /** Returns the reading of a mapping that did not come from a document, and so has no problems. */
    public static MappingReading of(ColumnMapping mapping) {
        return new MappingReading(Optional.of(mapping), List.of());
    }

    /** Returns the mapping, unless there is an error. */
    public Optional<ColumnMapping> mapping() {
        return mapping.filter(m -> problems.stream().noneMatch(Problem::isError));
    }

    /** Returns all problems, in the order of the document. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Returns the mapping.
     *
     * @throws PolicyException if there is an error; it holds all problems
     */
    public ColumnMapping orThrow() {
        return mapping().orElseThrow(() -> new PolicyException(problems));
    }
}
