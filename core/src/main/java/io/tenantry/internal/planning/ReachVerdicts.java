// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Path;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Group;
import io.tenantry.internal.Words;
import io.tenantry.plan.HoldCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in words why a person still reaches a tenant, and what to do. */
final class ReachVerdicts {
    private static final int FEW = 5;

    private ReachVerdicts() {}

    /**
     * People keep this way into a tenant that is not theirs.
     *
     * @param orphaned whether that tenant has left the policy
     * @param acceptable whether the policy may accept that access
     */
    static Verdict personKeeps(Path path, boolean orphaned, boolean acceptable) {
        return new Verdict(
                HoldCode.KEEPS_OLD_ACCESS,
                Optional.empty(),
                "the account: " + way(path) + "; until that is gone nothing else is given to its person",
                advice(path, orphaned, acceptable));
    }

    /** The same, if what an earlier run gave is there although this read does not show it. */
    static Verdict unconfirmed(Verdict found) {
        return new Verdict(
                found.code(),
                found.tenant(),
                "an earlier change is not confirmed yet, so this may be true: " + found.message(),
                "plan again: the next run takes it up once a read shows the change, and after ten minutes if none does");
    }

    /** A group keeps a role outside its tenant's division. */
    static Verdict groupKeeps(Group group, Path path) {
        return new Verdict(
                HoldCode.GROUP_REACHES_ELSEWHERE,
                Optional.empty(),
                Wording.group(group) + " " + way(path) + "; until that is gone nobody joins it and it is given no role",
                "take the role from the group by hand, or let the authority and the limits over grants cover it, and plan again");
    }

    /** Members of a group reach another tenant, and would reach two if the group were given its role. */
    static Verdict membersReach(Group group, Map<AccountId, Path> beyond) {
        String some = beyond.entrySet().stream()
                .limit(FEW)
                .map(e -> "account " + e.getKey() + " " + way(e.getValue()))
                .collect(Collectors.joining("; "));
        String more = beyond.size() > FEW ? "; and " + (beyond.size() - FEW) + " more" : "";
        return new Verdict(
                HoldCode.GROUP_REACHES_ELSEWHERE,
                Optional.empty(),
                "members of " + Wording.group(group) + " reach another tenant: " + some + more,
                "take these accounts out of the group, or take their other access away, and plan again");
    }

    /** A rule may take an account into a group that leads to another tenant, once these attributes are written. */
    static Verdict ruleAdmits(Group group, Path path, Set<String> written) {
        return new Verdict(
                HoldCode.GROUP_REACHES_ELSEWHERE,
                Optional.empty(),
                Wording.group(group) + " takes accounts by a rule and " + way(path) + "; a write of "
                        + String.join(", ", new TreeSet<>(written))
                        + " may let the account in or keep it there, so it waits",
                "take the rule from the group, or its role in the other tenant, or stop writing what the rule is about;"
                        + " then plan again");
    }

    /** A plan for one person asks some groups for a rule, and the next one asks more. */
    static Verdict rulesUnknown(int groups) {
        return new Verdict(
                HoldCode.READ_INCOMPLETE,
                Optional.empty(),
                Words.count(groups, "group was", "groups were")
                        + " not asked yet whether a rule takes accounts in, so the write waits",
                "plan for this person again until all have been asked, or raise readAlone");
    }

    /** A rule takes new accounts into a group that has no room. */
    static Verdict groupIsFull(Group group, int most) {
        return new Verdict(
                HoldCode.ACCEPTED_GROUP_FULL,
                Optional.empty(),
                "a rule takes new accounts into " + Wording.group(group) + ", which has "
                        + Words.count(group.memberCount().orElse(0), "member", "members")
                        + ", and the policy accepts " + most,
                "take members out of the group, or accept more of them in the policy, and plan again");
    }

    private static String way(Path path) {
        return path.why() + path.tenant().map(t -> " (tenant " + t + ")").orElse("");
    }

    private static String advice(Path path, boolean orphaned, boolean acceptable) {
        String tenant = path.tenant().map(t -> "tenant " + t).orElse("");
        String remove = tenant.isEmpty()
                ? "take it away by hand"
                : orphaned
                        ? "put " + tenant + " back into the policy and off-board it, or take the access away by hand"
                        : "let the authority and the limits of " + tenant
                                + " cover the removal, or take it away by hand";
        return remove + (acceptable ? ", or accept it in the policy" : "") + ", and plan again";
    }
}
