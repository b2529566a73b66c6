// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.directory.Organization;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether anybody or anything still has access of one tenant, by a complete read. Immutable.
 *
 * @param remaining who still has some, with the paths that lead to this tenant alone; empty after an off-boarding that is done
 * @param everywhere who reaches this tenant with all others, by a role in all divisions; that is no access of this tenant and does
 *     not decide; check each of them
 */
public record ZeroAccess(
        Organization organization,
        TenantId tenant,
        List<Reach> remaining,
        List<Reach> everywhere,
        List<String> doubts,
        Coverage coverage) {
    /** Copies the lists. */
    public ZeroAccess {
        remaining = List.copyOf(remaining);
        everywhere = List.copyOf(everywhere);
        doubts = List.copyOf(doubts);
    }

    /** Concludes from a proof what access of the tenant is left. */
    public static ZeroAccess of(IsolationProof proof, TenantId tenant) {
        List<Reach> all = Stream.of(proof.accounts(), proof.groups(), proof.others())
                .flatMap(List::stream)
                .toList();
        // That the policy still names a group is no access: what counts is what the group holds and who is in it.
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
                proof.doubts(),
                proof.coverage());
    }

    /** Returns whether the read was complete and showed nothing. */
    public boolean isZero() {
        return remaining.isEmpty() && doubts.isEmpty();
    }

    /** Returns it as text, for a person. */
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
        return text.toString();
    }

    /** Returns the counts alone, because it holds personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "ZeroAccess[" + tenant + ", " + remaining.size() + " remaining, " + doubts.size() + " doubts]";
    }
}
