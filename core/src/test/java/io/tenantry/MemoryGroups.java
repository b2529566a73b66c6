// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.internal.Fold;
import io.tenantry.proof.Completeness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** The groups of a {@link MemoryDirectory}, with their members. */
@NullUnmarked
public class MemoryGroups implements Groups {
    private final MemoryDirectory org;

    public MemoryGroups(MemoryDirectory org) {
        this.org = org;
    }

    @Override
    public Listing<Group> list() {
        return Listing.complete(org.groups.values().stream()
                .map(g -> new Group(
                        g.id(),
                        g.name(),
                        OptionalLong.of(org.everybodyIn(g.id()).size()),
                        g.rolesEnabled()))
                .toList());
    }

    @Override
    public Group create(String name) {
        Group group = new Group(org.unusedGroupId("grp-" + name), name);
        org.write("create group " + name, () -> {
            if (org.groups.values().stream().anyMatch(g -> Fold.same(g.name(), name))) {
                throw new DirectoryException(Failure.ALREADY_EXISTS, "the name is taken", null);
            }
            org.groups.put(group.id(), group);
            org.members.put(group.id(), new LinkedHashSet<>());
        });
        return group;
    }

    @Override
    public Listing<AccountId> members(GroupId group) {
        org.reads++;
        org.beforeRead.run();
        org.settle(group);
        List<AccountId> of =
                org.membersOf(group).stream().filter(m -> !org.isHidden(m)).toList();
        org.shown.accept(group);
        return new Listing<>(of, org.proof(group, org.membersProof, of.size()));
    }

    @Override
    public Listing<AccountId> everybody(GroupId group) {
        org.reads++;
        org.beforeRead.run();
        org.settle(group);
        org.membersOf(group);
        Set<AccountId> all = org.everybodyIn(group);
        org.shown.accept(group);
        return new Listing<>(List.copyOf(all), org.proof(group, org.membersProof, all.size()));
    }

    @Override
    public Optional<GroupRule> rule(GroupId group) {
        org.reads++;
        org.rulesRead++;
        return Optional.ofNullable(org.rules.get(group)).map(conditions -> new GroupRule(group, conditions));
    }

    @Override
    public Listing<GroupId> of(AccountId account) {
        org.beforeRead.run();
        boolean nothing = org.isHidden(account) || org.forgetful-- > 0;
        groupsWith(account).forEach(org::settle);
        List<GroupId> in = nothing ? List.of() : groupsWith(account);
        org.shown.accept(account);
        return new Listing<>(in, org.membersProof.apply(Completeness.complete(in.size(), 1)));
    }

    private List<GroupId> groupsWith(AccountId account) {
        return org.members.keySet().stream()
                .filter(g -> org.everybodyIn(g).contains(account))
                .toList();
    }

    @Override
    public void add(GroupId group, List<AccountId> ids) {
        org.write("add " + ids.size() + " to " + group, () -> {
            org.accept(ids);
            ids.forEach(org::known);
            org.later(group, () -> org.membersOf(group).addAll(ids));
        });
    }

    @Override
    public void remove(GroupId group, List<AccountId> ids) {
        org.write("remove " + ids.size() + " from " + group, () -> {
            org.accept(ids);
            org.later(group, () -> org.membersOf(group).removeAll(Set.copyOf(ids)));
        });
    }
}
