// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.directory.Organization;
import io.tenantry.internal.Words;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a check for remaining access of one tenant. Immutable.
 *
 * @param remaining the subjects that still have access, with the paths that lead to this tenant alone; empty after a
 *     complete off-boarding
 * @param everywhere the subjects that reach this tenant with all others, by a role in all divisions; this is no access
 *     of this tenant and does not decide; check each of them
 * @param credentials the OAuth clients of this run that can still reach this tenant, with no more than they need; this
 *     does not decide: take the roles in the tenant's division away at the end
 */
public record ZeroAccess(
        Organization organization,
        TenantId tenant,
        List<Reach> remaining,
        List<Reach> everywhere,
        List<Reach> credentials,
        List<String> doubts,
        Coverage coverage) {
    /** Copies the lists. */
    public ZeroAccess {
        remaining = List.copyOf(remaining);
        everywhere = List.copyOf(everywhere);
        credentials = List.copyOf(credentials);
        doubts = List.copyOf(doubts);
    }

    /** Returns the access of the tenant that a proof shows. */
    public static ZeroAccess of(IsolationProof proof, TenantId tenant) {
        List<Reach> all = Stream.of(proof.accounts(), proof.groups(), proof.others())
                .flatMap(List::stream)
                .toList();
        // A group that the policy still names is no access by itself: only its roles and its members count.
        Predicate<Path> own = p -> !p.isEverywhere() && !p.isOwnership();
        return new ZeroAccess(
                proof.organization(),
                tenant,
                all.stream()
                        .map(r -> new Reach(
                                r.subject(),
                                r.pathsTo(tenant).stream().filter(own).toList(),
                                r.members()))
                        .filter(r -> !r.paths().isEmpty())
                        .toList(),
                all.stream().filter(Reach::isEverywhere).toList(),
                proof.credentials(),
                proof.doubts(),
                proof.coverage());
    }

    /** Returns whether the read was complete and showed no access. */
    public boolean isZero() {
        return remaining.isEmpty() && doubts.isEmpty();
    }

    /** Returns the result as text, for people. */
    public String text() {
        StringBuilder text = new StringBuilder("Access of tenant " + tenant + " in " + organization.name() + ": ");
        text.append(isZero() ? "ZERO" : remaining.isEmpty() ? "NOT PROVEN" : "REMAINS")
                .append('\n');
        text.append("  read ")
                .append(coverage.from())
                .append(" to ")
                .append(coverage.to())
                .append(": ");
        text.append(Statement.read(coverage)).append('\n');
        remaining.forEach(r -> {
            text.append("  ! ")
                    .append(r.subject().label())
                    .append(" (")
                    .append(r.subject())
                    .append(")\n");
            r.paths().forEach(p -> text.append("      ").append(p.why()).append('\n'));
        });
        doubts.forEach(d -> text.append("  ? ").append(d).append('\n'));
        everywhere.forEach(r -> text.append("  reaches all divisions, not by this tenant: ")
                .append(r.subject().label())
                .append('\n'));
        credentials.forEach(
                r -> text.append("  the credential of this run, ")
                        .append(r.subject().label())
                        .append(", still ")
                        .append(r.paths().stream().map(Path::why).distinct().collect(Collectors.joining(", ")))
                        .append(
                                "; once the tenant is out of the policy, take from it what it holds in the tenant's division\n"));
        return text.toString();
    }

    /** Returns only the counts, because the rest is personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "ZeroAccess[" + tenant + ", " + remaining.size() + " remaining, "
                + Words.count(doubts.size(), "doubt", "doubts") + "]";
    }
}
