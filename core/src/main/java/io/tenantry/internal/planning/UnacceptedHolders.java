// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Path;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the groups and clients that reach tenants although no profile names them and the policy does not accept them,
 * each once, and the accepted groups with more members than their line allows.
 */
final class UnacceptedHolders {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final DirectorySnapshot directory;
    private final ReachGuard guard;
    private final boolean everybody;

    /** @param everybody whether everybody was read; else only holders that reach every tenant are found */
    UnacceptedHolders(TenantMap tenants, DirectorySnapshot directory, ReachGuard guard, boolean everybody) {
        this.everybody = everybody;
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.directory = directory;
        this.guard = guard;
    }

    List<Finding> findings() {
        Paths paths = new Paths(
                tenants,
                new KeptAccess(directory, Map.of(), List.of(), bound.home().id()));
        List<Finding> findings = new ArrayList<>();
        directory.holders().stream()
                .filter(holder -> !bound.ownsHolder(holder))
                .filter(holder -> !directory.accounts().contains(new AccountId(holder.value())))
                .sorted()
                .forEach(holder -> {
                    List<Path.OwnGrant> roles = paths.ofOther(holder).stream()
                            .flatMap(p -> p.ownGrant().stream())
                            .filter(r -> !isUnknown(holder, r))
                            .toList();
                    if (roles.stream().anyMatch(r -> everybody ? !isOfOrphan(holder, r) : r.isEverywhere())) {
                        findings.add(finding(holder, roles));
                    }
                    crowd(holder).ifPresent(findings::add);
                });
        return findings;
    }

    // A proof calls it a violation too, even if its members reach nothing else. A plan for some people knows the
    // access of these alone.
    private Optional<Finding> crowd(SubjectId holder) {
        GroupId group = new GroupId(holder.value());
        List<Grant> grants = directory.grantsOf(holder).stream()
                .filter(g -> tenants.exceeded(g).isPresent())
                .toList();
        Listing<AccountId> members = directory.others().getOrDefault(group, Listing.complete(List.of()));
        List<String> beyond = members.entries().stream()
                .filter(m -> grants.stream().anyMatch(g -> isBeyond(g, m)))
                .map(this::userName)
                .toList();
        String uncovered = grants.stream()
                .filter(g -> members.entries().stream().anyMatch(m -> isBeyond(g, m)))
                .map(g -> "role \"" + bound.role(g.role()).name() + "\" in "
                        + Wording.division(bound.division(g.division())))
                .collect(Collectors.joining(", "));
        String who = beyond.isEmpty() ? "" : ", so it does not cover " + uncovered + " for " + Words.some(beyond);
        return grants.isEmpty() || (beyond.isEmpty() && !everybody)
                ? Optional.empty()
                : Optional.of(crowd(bound.group(group), grants, who));
    }

    private boolean isBeyond(Grant grant, AccountId member) {
        return tenants.ofMember(grant, member).findAny().isPresent();
    }

    private String userName(AccountId account) {
        return directory.accounts().find(account).map(Account::userName).orElseGet(account::value);
    }

    private Finding crowd(Group group, List<Grant> grants, String who) {
        int most = grants.stream()
                .flatMapToInt(g -> tenants.exceeded(g).stream())
                .min()
                .orElse(0);
        return new Finding(
                FindingCode.UNACCEPTED_HOLDER,
                Finding.Severity.VIOLATION,
                Optional.empty(),
                "subject " + group.id(),
                Wording.group(group) + " has "
                        + Words.count(group.memberCount().orElse(0), "member", "members")
                        + ", and the accepted line allows " + Words.number(most)
                        + who
                        + (everybody ? "; gains of " + Words.number(guard.waitingFor(group.id())) + " wait" : ""),
                "take members out of the group, or accept more of them",
                group.name());
    }

    // A role that no listing showed may be accepted, or be what the credential of this run needs; the listing is
    // reported.
    private boolean isUnknown(SubjectId holder, Path.OwnGrant grant) {
        boolean seen =
                directory.doubtsOfRoles().isEmpty() || bound.isRole(grant.role().id());
        Grant held = new Grant(holder, grant.role().id(), grant.division().id());
        return !seen && (directory.isCredential(holder) || tenants.mayBeAccepted(held, ""));
    }

    // The plan reports a tenant that left the policy, and with it the roles of its groups in its division.
    private boolean isOfOrphan(SubjectId holder, Path.OwnGrant role) {
        return tenants.of(new GroupId(holder.value())).stream()
                .anyMatch(owned -> role.tenant().equals(Optional.of(owned.owner())));
    }

    private boolean isFormer(SubjectId holder) {
        return tenants.isFormer(new GroupId(holder.value()));
    }

    private Finding finding(SubjectId holder, List<Path.OwnGrant> roles) {
        Optional<String> lapsed = bound.accepted().adviceFor(holder);
        GroupId group = new GroupId(holder.value());
        boolean isGroup = directory.isGroup(group, bound);
        Optional<String> client = directory.client(holder);
        boolean everywhere = roles.stream().anyMatch(Path::isEverywhere);
        List<TenantId> reached =
                roles.stream().flatMap(r -> r.tenant().stream()).distinct().toList();
        boolean severe = everywhere || (client.isPresent() && reached.size() > 1);
        return new Finding(
                client.isPresent()
                        ? FindingCode.UNACCEPTED_CLIENT
                        : everywhere ? FindingCode.ROLE_EVERYWHERE : FindingCode.UNACCEPTED_HOLDER,
                severe ? Finding.Severity.VIOLATION : Finding.Severity.WARNING,
                reached.size() == 1 ? roles.get(0).tenant() : Optional.empty(),
                "subject " + holder,
                name(holder, client) + " " + roles.stream().map(Path::why).collect(Collectors.joining(", "))
                        + people(group, isGroup),
                isFormer(holder)
                        ? "remove its members and revoke its roles by hand: an earlier run used this group for a tenant,"
                                + " and such a group cannot be accepted"
                        : lapsed.isPresent()
                                ? lapsed.get()
                                : (directory.isCredential(holder)
                                                ? "give it no more than the page on going live lists"
                                                : "revoke the roles")
                                        + ", or accept them in the policy, under accepted:"
                                        + lines(holder, key(holder, client), roles),
                isGroup ? bound.group(group).name() : client.orElse(""));
    }

    private String name(SubjectId holder, Optional<String> client) {
        GroupId group = new GroupId(holder.value());
        if (directory.isGroup(group, bound)) {
            return Wording.group(bound.group(group));
        }
        return "client "
                + client.map(name -> "\"" + name + "\" (" + holder + ")").orElseGet(holder::value)
                + (directory.isCredential(holder) ? ", the credential of this run," : "");
    }

    private String key(SubjectId holder, Optional<String> client) {
        GroupId group = new GroupId(holder.value());
        return directory.isGroup(group, bound)
                ? "group: \"" + bound.group(group).name() + "\""
                : "client: \"" + client.orElseGet(holder::value) + "\"";
    }

    private String people(GroupId group, boolean isGroup) {
        if (!isGroup || !everybody) {
            return "";
        }
        Listing<AccountId> members = directory.others().getOrDefault(group, Listing.complete(List.of()));
        return "; " + Words.count(members.entries().size(), "person is", "people are") + " in it, and gains of "
                + Words.number(guard.waitingFor(group)) + " wait";
    }

    /** Returns an item of {@code accepted} for each place in which the holder has roles, each on a line. */
    private String lines(SubjectId holder, String name, List<Path.OwnGrant> roles) {
        Map<String, List<Role>> byPlace = new TreeMap<>();
        for (Path.OwnGrant role : roles) {
            String place = role.isEverywhere()
                    ? "everywhere"
                    : bound.ownerOf(role.division().id())
                            .map(t -> "{ tenants: [" + t.id() + "] }")
                            .orElse("{ divisions: [\"" + role.division().name() + "\"] }");
            byPlace.computeIfAbsent(place, k -> new ArrayList<>()).add(role.role());
        }
        return byPlace.entrySet().stream()
                .map(e -> "\n  - { holder: { " + name + ", id: " + holder + " }, roles: "
                        + e.getValue().stream().map(r -> "\"" + r.name() + "\"").toList() + ", in: " + e.getKey()
                        + (e.getValue().stream().anyMatch(Role::privileged) ? ", privileged: true" : "")
                        + ", reason: \"...\", approvedBy: \"...\" }")
                .collect(Collectors.joining());
    }
}
