// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.RejectedRow;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private static final Set<FindingCode> NAMES = EnumSet.of(
            FindingCode.NOT_DELIVERED,
            FindingCode.SHARED_DIVISION_OWNED,
            FindingCode.UNBOUND_DIVISION,
            FindingCode.UNBOUND_GROUP,
            FindingCode.UNBOUND_ROLE,
            FindingCode.PRIVILEGED_ROLE,
            FindingCode.NO_HOME_DIVISION);

    private static final Set<FindingCode> RENAMES = EnumSet.of(
            FindingCode.DIVISION_RENAMED,
            FindingCode.GROUP_RENAMED,
            FindingCode.ROLE_RENAMED,
            FindingCode.ACCOUNT_RENAMED);

    /** Reported alone, such as access of an account that nobody knows in one tenant. A new code asks for a decision. */
    private static final Set<FindingCode> WITHOUT_DECISION = EnumSet.of(
            FindingCode.ROLE_EVERYWHERE,
            FindingCode.MISSING_PERMISSION,
            FindingCode.FOREIGN_GRANT,
            FindingCode.UNCLAIMED_DIVISION,
            FindingCode.ORPHAN_ACCOUNT,
            FindingCode.ORPHAN_MEMBER,
            FindingCode.LARGE_GROUP,
            FindingCode.GROUP_BY_RULE,
            FindingCode.UNMANAGED_ACCESS,
            FindingCode.UNMANAGED_LACK,
            FindingCode.PROTECTED);

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
        if (finding.severity() == Finding.Severity.INFO) {
            return Optional.empty();
        }
        return finding.severity() == Finding.Severity.VIOLATION ? Optional.of(VIOLATION) : ofWarning(finding);
    }

    private static Optional<Attention> ofWarning(Finding finding) {
        FindingCode code = finding.code();
        if (code == FindingCode.SOURCE_IN_DOUBT) {
            return Optional.of(SOURCE_IN_DOUBT);
        }
        if (code == FindingCode.LISTING_IN_DOUBT) {
            return Optional.of(LISTING_IN_DOUBT);
        }
        if (NAMES.contains(code)) {
            return Optional.of(TENANT_NOT_READY);
        }
        return RENAMES.contains(code)
                ? Optional.of(RENAMED)
                : Optional.of(UNDECIDED).filter(a -> !WITHOUT_DECISION.contains(code));
    }
}
