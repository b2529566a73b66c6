// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Finding;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Words;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operations to carry out, in order, and the operations that are held back. Immutable; only a plan can be applied.
 *
 * @param organization the id of the organization it was made for
 * @param policyHash the policy it follows
 * @param source the fingerprint of the identities it was made from
 * @param directory the fingerprint of the organization as the read showed it
 * @param batches the write calls, in the order in which they are made
 * @param holds the operations that guards hold back
 * @param findings facts that a person should know
 * @param rejected the rows of the source that could not be read
 * @param links the identities whose account was recognised; applying the plan remembers them
 * @param names the user names of the identities and accounts of these links, by what findings call them, such as
 *     {@code identity 4711}
 * @param given the groups that it uses for each tenant, former ones that are not cleared included; applying the plan
 *     remembers them, so that a later policy that names other groups has these cleared
 * @param situations how many identities are in each situation; {@code outside}, beside the others, those whom the
 *     policy calls outside
 * @param basis each account that an operation concerns, held or not, as it was; it decides which operations still apply
 *     later
 * @param readsNewAccounts whether applying it reads what the accounts that it creates reach before they gain, because a
 *     group that takes accounts by a rule, or a role that everybody has, may let them reach a tenant
 * @param overrides the limits that were overridden to make this plan out of the one before it, the newest last
 */
public record Plan(
        String organization,
        String policyHash,
        String source,
        String directory,
        Instant createdAt,
        Instant expiresAt,
        List<Batch> batches,
        List<Hold> holds,
        List<Finding> findings,
        List<RejectedRow> rejected,
        Map<IdentityId, AccountId> links,
        Map<String, String> names,
        Map<TenantId, Set<GroupId>> given,
        Map<String, Integer> situations,
        Map<AccountId, Basis> basis,
        boolean readsNewAccounts,
        List<LimitOverride> overrides,
        Cost cost) {
    /** Copies the collections. */
    public Plan {
        batches = List.copyOf(batches);
        holds = List.copyOf(holds);
        findings = List.copyOf(findings);
        rejected = List.copyOf(rejected);
        links = Collections.unmodifiableMap(new TreeMap<>(links));
        names = Collections.unmodifiableMap(new TreeMap<>(names));
        given = sorted(given);
        situations = Collections.unmodifiableMap(new TreeMap<>(situations));
        basis = Collections.unmodifiableMap(new TreeMap<>(basis));
        overrides = List.copyOf(overrides);
    }

    private static Map<TenantId, Set<GroupId>> sorted(Map<TenantId, Set<GroupId>> given) {
        Map<TenantId, Set<GroupId>> sorted = new TreeMap<>();
        given.forEach((tenant, groups) -> sorted.put(tenant, Collections.unmodifiableSet(new TreeSet<>(groups))));
        return Collections.unmodifiableMap(sorted);
    }

    /** Returns whether there is nothing to do and nothing is held. */
    public boolean isEmpty() {
        return batches.isEmpty() && holds.isEmpty();
    }

    /**
     * Returns what a person has to look at, with how many of each there are, whether or not something is to do. Only an
     * empty plan without any of it says that the organization is as the policy says.
     */
    public Map<Attention, Integer> attention() {
        return Attention.of(findings, rejected);
    }

    /** Returns the operations that applying it carries out, in order. */
    public Stream<Operation> operations() {
        return batches.stream().flatMap(b -> b.operations().stream());
    }

    /** Returns the operations it holds back, in order. */
    public Stream<Operation> held() {
        return holds.stream().flatMap(h -> h.operations().stream());
    }

    /** Returns the SHA-256 of the plan's JSON form, in hexadecimal: two plans with the same one are the same plan. */
    public String fingerprint() {
        return PlanJson.fingerprint(this);
    }

    /** Returns the fingerprint of the plan as it was made, before a hold was overridden. */
    public String origin() {
        return overrides.isEmpty() ? fingerprint() : overrides.get(0).plan();
    }

    /** Returns the counts alone, because a plan holds personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "Plan[" + Words.count(batches.size(), "call", "calls") + ", "
                + Words.count(holds.size(), "hold", "holds") + ", "
                + Words.count(findings.size(), "finding", "findings") + "]";
    }
}
