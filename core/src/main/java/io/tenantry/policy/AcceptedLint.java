// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionNames;
import io.tenantry.internal.NameForm;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks shared divisions and accepted access: neither may break the isolation of tenants. */
final class AcceptedLint {
    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;
    private final Set<String> tenants;

    AcceptedLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
        this.tenants = policy.tenants().stream().map(t -> t.id().value()).collect(Collectors.toSet());
    }

    void check() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < policy.sharedDivisions().size(); i++) {
            shared(policy.sharedDivisions().get(i), "sharedDivisions[" + i + "]", names);
        }
        Set<String> lines = new HashSet<>();
        for (int i = 0; i < policy.accepted().size(); i++) {
            line(policy.accepted().get(i), "accepted[" + i + "]", lines);
        }
    }

    private void shared(DivisionRef division, String path, Set<String> names) {
        if (Hole.is(division.name())) {
            return;
        }
        if (DivisionNames.meansEverywhere(division.name())) {
            add(ProblemCode.DIVISION_EVERYWHERE, path + ".name", Quote.of(division.name()) + " means all divisions");
        }
        if (!names.add(NameForm.of(division.name()).normal())) {
            add(
                    ProblemCode.DUPLICATE_ID,
                    path + ".name",
                    "the division " + Quote.of(division.name()) + " is listed twice");
        }
        owner(division)
                .ifPresent(tenant -> add(
                        ProblemCode.SHARED_DIVISION_OWNED,
                        path,
                        "the division " + Quote.of(division.name()) + " is that of tenant "
                                + Quote.of(tenant.id().value())));
    }

    private Optional<TenantPolicy> owner(DivisionRef division) {
        String name = NameForm.of(division.name()).normal();
        return policy.tenants().stream()
                .filter(t -> NameForm.of(t.division().name()).normal().equals(name)
                        || (division.id().isPresent()
                                && division.id().equals(t.division().id())))
                .findFirst();
    }

    private void line(AcceptedAccess line, String path, Set<String> lines) {
        holder(line, path);
        Extent in = line.in();
        in.tenants().forEach(t -> known(t, path + ".in.tenants"));
        boolean placed =
                in.everywhere() || !in.tenants().isEmpty() || !in.divisions().isEmpty();
        if (line.roles().isEmpty() || !placed) {
            add(ProblemCode.ACCEPTED_INCOMPLETE, path, "an accepted line names " + (placed ? "no role" : "no place"));
        }
        if (!lines.add(line.holder() + " " + in + " " + line.roles())) {
            add(ProblemCode.DUPLICATE_ID, path, "this accepted line is listed twice");
        }
    }

    private void holder(AcceptedAccess line, String path) {
        Holder holder = line.holder();
        boolean group = holder.kind() == Kind.GROUP;
        if (group) {
            user(holder.name())
                    .ifPresent(profile -> refuse(
                            path,
                            "the Genesys group " + Quote.of(holder.name()) + " belongs to profile " + Quote.of(profile)
                                    + ", so the policy gives its roles"));
        } else if (line.members().isPresent() || line.byRule()) {
            refuse(
                    path,
                    "members and byRule belong to a group, but the holder is "
                            + (holder.kind() == Kind.ACCOUNT ? "an " : "a ")
                            + holder.kind().key());
        }
        if (holder.kind() == Kind.CLIENT && holder.id().isEmpty()) {
            refuse(
                    path,
                    "the client " + Quote.of(holder.name()) + " has no id, but a client cannot be found by its name");
        }
    }

    private void refuse(String path, String message) {
        add(ProblemCode.ACCEPTED_HOLDER, path + ".holder", message);
    }

    private Optional<String> user(String group) {
        String name = NameForm.of(group).normal();
        return policy.tenants().stream()
                .flatMap(t -> t.profiles().stream())
                .filter(p -> NameForm.of(p.genesysGroup()).normal().equals(name) && !Hole.is(group))
                .map(AccessProfile::id)
                .findFirst();
    }

    private void known(TenantId tenant, String path) {
        if (!tenants.contains(tenant.value())) {
            problems.add(
                    ProblemCode.UNKNOWN_TENANT,
                    places.spot(path, tenant.value()),
                    path,
                    "the policy has no tenant " + Quote.of(tenant.value()),
                    Suggestion.advice(tenant.value(), List.copyOf(tenants)));
        }
    }

    private void add(ProblemCode code, String path, String message) {
        problems.add(code, places.spot(path), path, message);
    }
}
