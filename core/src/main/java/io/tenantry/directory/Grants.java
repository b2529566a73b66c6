// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and writes which subject holds which role in which division. */
public interface Grants {
    /**
     * Reads every grant made in a division, to any subject. For {@link DivisionId#EVERYWHERE}, reads the grants made in
     * all divisions at once; an ordinary division's listing never holds those.
     */
    Listing<Grant> in(DivisionId division);

    /** Reads every grant of a subject: its own, and those it inherits; {@link Grant#subject()} tells them apart. */
    Listing<Grant> of(SubjectId subject);

    /**
     * Returns the names of those holders of a role that are OAuth clients. The default returns none.
     *
     * @param holders holders of the role; one that is missing from the result is no client, or is unknown
     */
    default Map<SubjectId, String> clients(RoleId role, Set<SubjectId> holders) {
        return Map.of();
    }

    /**
     * Grants roles to a subject; granting a role that it already holds has no effect.
     *
     * @param roles at most {@link DirectoryLimits#grantsPerCall()}, none of them everywhere
     * @throws IllegalArgumentException if one of them is in {@link DivisionId#EVERYWHERE}
     */
    void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> roles);

    /**
     * Revokes a subject's own roles; revoking a role that it does not hold has no effect.
     *
     * @param roles at most {@link DirectoryLimits#grantsPerCall()}
     */
    void remove(SubjectId subject, List<RoleInDivision> roles);
}
