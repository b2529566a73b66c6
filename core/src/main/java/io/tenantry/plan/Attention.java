// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Finding;
import io.tenantry.identity.RejectedRow;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person has to look at before a plan can be called a success. */
public enum Attention {
    /** Access that may reach further than the policy says. */
    VIOLATION("violation", "violations"),
    /** The source may not have given all people. */
    SOURCE_IN_DOUBT("doubt about the source", "doubts about the source"),
    /** A listing of the organization that was refused or had gaps. */
    LISTING_IN_DOUBT("listing that was not read completely", "listings that were not read completely"),
    /** A division, group, role, attribute or source group that the policy names cannot be used. */
    TENANT_NOT_READY("name of the policy that cannot be used", "names of the policy that cannot be used"),
    /** A division, group or role of the policy that has another name in the organization now. */
    RENAMED("name that has changed in the organization", "names that have changed in the organization"),
    /** A row of the source that could not be read. */
    ROW_REFUSED("row refused", "rows refused"),
    /** A person, an account or access about which only a person can decide. */
    UNDECIDED("person or account to decide about", "people or accounts to decide about");

    private final String one;
    private final String many;

    Attention(String one, String many) {
        this.one = one;
        this.many = many;
    }

    /** Returns a count of it in words, such as {@code 2 rows refused}. */
    public String counted(int count) {
        return count + " " + (count == 1 ? one : many);
    }

    /**
     * Counts what a person has to look at.
     *
     * @param rejected the rows of the source that could not be read
     */
    public static Map<Attention, Integer> of(List<Finding> findings, List<RejectedRow> rejected) {
        Map<Attention, Integer> counts = new EnumMap<>(Attention.class);
        findings.forEach(f -> of(f).ifPresent(a -> counts.merge(a, 1, Integer::sum)));
        if (!rejected.isEmpty()) {
            counts.put(ROW_REFUSED, rejected.size());
        }
        return Collections.unmodifiableMap(counts);
    }

    private static Optional<Attention> of(Finding finding) {
        return switch (finding.severity()) {
            case VIOLATION -> Optional.of(VIOLATION);
            case WARNING -> ofWarning(finding);
            case INFO -> Optional.empty();
        };
    }

    // Access of an account that nobody knows, in one tenant, is reported and needs no decision.
    private static Optional<Attention> ofWarning(Finding finding) {
        return switch (finding.code()) {
            case SOURCE_IN_DOUBT -> Optional.of(SOURCE_IN_DOUBT);
            case LISTING_IN_DOUBT -> Optional.of(LISTING_IN_DOUBT);
            case NOT_DELIVERED,
                    SHARED_DIVISION_OWNED,
                    UNBOUND_DIVISION,
                    UNBOUND_GROUP,
                    UNBOUND_ROLE,
                    PRIVILEGED_ROLE,
                    NO_HOME_DIVISION -> Optional.of(TENANT_NOT_READY);
            case DIVISION_RENAMED, GROUP_RENAMED, ROLE_RENAMED, ACCOUNT_RENAMED -> Optional.of(RENAMED);
            case PARKED,
                    VALUE_REFUSED,
                    DISPUTED,
                    CONTRADICTORY_ROWS,
                    TENANT_NOT_READY,
                    USER_NAME_TAKEN,
                    GROUP_WITHOUT_ROLES,
                    MEMBER_BY_RULE,
                    ORPHANED_TENANT,
                    ACCEPTED_HOLDER_CHANGED,
                    JOINT_AGENT_CHANGED,
                    ROLE_GROWN,
                    REACHES_BEYOND,
                    UNACCEPTED_HOLDER,
                    UNACCEPTED_CLIENT,
                    UNKNOWN_HOLDER -> Optional.of(UNDECIDED);
            case ROLE_EVERYWHERE,
                    MISSING_PERMISSION,
                    FOREIGN_GRANT,
                    UNCLAIMED_DIVISION,
                    ORPHAN_ACCOUNT,
                    ORPHAN_MEMBER,
                    LARGE_GROUP,
                    GROUP_BY_RULE,
                    UNMANAGED_ACCESS,
                    UNMANAGED_LACK,
                    PROTECTED -> Optional.empty();
        };
    }
}
