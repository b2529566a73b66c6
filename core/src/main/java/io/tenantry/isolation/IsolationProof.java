// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.directory.Organization;
import io.tenantry.internal.Words;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.util.List;

/**
 * The isolation proof of a whole organization: who reaches which tenant and why, and whether anybody reaches two.
 * Immutable. It holds user names, so protect it like the list of accounts.
 *
 * <p>An account reaches a tenant by living in its division, by a role of its own there, by being in a group that holds
 * a role there, by being in one of the tenant's own groups, and by any role in all divisions. Inactive accounts count,
 * because they have their groups again as soon as the log-in is switched on.
 *
 * @param policyHash the hash of the policy that defines the tenants and the declared exceptions
 * @param tenants in the order of the policy
 * @param accounts every account that reaches a tenant, by id
 * @param groups every group that reaches a tenant, by id
 * @param others holders that are neither accounts nor groups, by id: OAuth clients, and unknown ones, each of which is
 *     also a doubt
 * @param credentials the OAuth clients that run this, with the access that they need; it is no violation
 * @param exceptions the policy's declared exceptions, in its order
 * @param accepted the lines of access outside the policy that the policy accepts, in its order; what they accept does not
 *     count as reach
 * @param undivided the roles of profiles, and those granted in tenants' divisions, that act everywhere, by name. They do
 *     not decide the verdict
 * @param rules the groups that lead to a tenant and take accounts by a rule, by id: all of those outside the policy, and
 *     those of the policy that no plan has seen without one. They do not decide the verdict
 * @param doubts why the read may have missed something; without any it was complete
 */
public record IsolationProof(
        Organization organization,
        String policyHash,
        LocalDate day,
        List<Tenant> tenants,
        List<Reach> accounts,
        List<Reach> groups,
        List<Reach> others,
        List<Reach> credentials,
        List<Violation> violations,
        List<DeclaredException> exceptions,
        List<AcceptedUse> accepted,
        List<UndividedRole> undivided,
        List<RuleGroup> rules,
        List<String> doubts,
        Coverage coverage) {
    /** Copies the lists. */
    public IsolationProof {
        tenants = List.copyOf(tenants);
        accounts = List.copyOf(accounts);
        groups = List.copyOf(groups);
        others = List.copyOf(others);
        credentials = List.copyOf(credentials);
        violations = List.copyOf(violations);
        exceptions = List.copyOf(exceptions);
        accepted = List.copyOf(accepted);
        undivided = List.copyOf(undivided);
        rules = List.copyOf(rules);
        doubts = List.copyOf(doubts);
    }

    /** Returns the verdict. */
    public Verdict verdict() {
        if (!violations.isEmpty()) {
            return Verdict.VIOLATED;
        }
        return doubts.isEmpty() ? Verdict.PROVEN : Verdict.NOT_PROVEN;
    }

    /** Returns the accounts, groups and others that reach a tenant, also through all divisions. */
    public List<Reach> of(TenantId tenant) {
        return java.util.stream.Stream.of(accounts, groups, others)
                .flatMap(List::stream)
                .filter(r -> r.isEverywhere() || r.tenants().contains(tenant))
                .toList();
    }

    /** Returns the groups that hold access and belong to no tenant of the policy. */
    public List<Reach> foreignGroups() {
        List<TenantId> named = tenants.stream().map(Tenant::id).toList();
        return groups.stream()
                .filter(g -> g.paths().stream()
                        .filter(Path::isOwnership)
                        .flatMap(path -> path.tenant().stream())
                        .noneMatch(named::contains))
                .toList();
    }

    /** Returns the matrix of how many accounts reach each pair of tenants. */
    public IsolationMatrix matrix() {
        return IsolationMatrix.of(this);
    }

    /** Returns the SHA-256 of the proof's JSON form, in hexadecimal. */
    public String fingerprint() {
        return IsolationJson.fingerprint(this);
    }

    /** Returns only the verdict and counts, because a proof holds personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "IsolationProof[" + verdict() + ", " + Words.count(accounts.size(), "account", "accounts") + " in "
                + Words.count(tenants.size(), "tenant", "tenants") + ", "
                + Words.count(violations.size(), "violation", "violations") + ", "
                + Words.count(doubts.size(), "doubt", "doubts") + "]";
    }

    /** The verdict of a proof. */
    public enum Verdict {
        /** Everything was read, and nobody reaches two tenants except by a declared exception in force. */
        PROVEN,
        /** An account, a group or an OAuth client reaches further than isolation allows, whether or not everything was read. */
        VIOLATED,
        /** No violation was found, but not everything could be read, or runs wrote meanwhile, so there may be one. */
        NOT_PROVEN
    }
}
