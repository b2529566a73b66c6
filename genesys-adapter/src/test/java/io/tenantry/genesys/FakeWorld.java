// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.contract.DirectoryWorld;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import java.time.Duration;
import java.util.List;

/** A fake organization and the adapter that reaches it. */
record FakeWorld(FakeGenesysCloud fake, Directory directory) implements DirectoryWorld {
    @Override
    public DivisionId division(String name) {
        return new DivisionId(fake.createDivision(name).id());
    }

    @Override
    public void rename(DivisionId division, String name) {
        fake.change(
                "rename",
                org -> org.with(org.division(division.value()).orElseThrow().named(name, "")));
    }

    @Override
    public RoleId role(String name, boolean privileged) {
        String permission = privileged ? "authorization:grant:add" : "routing:queue:join";
        return new RoleId(fake.createRole(name, permission).id());
    }

    @Override
    public GroupId group(String name) {
        return new GroupId(fake.createGroup(name).id());
    }

    @Override
    public void delete(GroupId group) {
        fake.change(
                "delete", org -> org.with(org.group(group.value()).orElseThrow().gone()));
    }

    @Override
    public AccountId account(String userName, DivisionId division) {
        return new AccountId(
                fake.createUser(userName, userName, division.value()).id());
    }

    @Override
    public void deactivate(AccountId account) {
        User user = fake.user(account.value());
        fake.change("deactivate", org -> withoutGrants(org, account).with(user.withState(UserState.INACTIVE)));
    }

    @Override
    public void delete(AccountId account) {
        User user = fake.user(account.value());
        fake.change(
                "delete",
                org -> withoutGrants(org, account)
                        .with(user.withState(UserState.DELETED)
                                .withDivision(org.home().id())));
    }

    private static Org withoutGrants(Org org, AccountId account) {
        return org.withGrants(account.value(), List.of());
    }

    @Override
    public void add(GroupId group, AccountId account) {
        fake.addMembers(group.value(), account.value());
    }

    @Override
    public void addIndirectly(GroupId group, AccountId account) {
        fake.change("rule", org -> org.withRuleMembers(group.value(), List.of(account.value())));
    }

    @Override
    public SubjectId client(String name) {
        return new SubjectId(fake.createClient(name, List.of(), List.of()).id());
    }

    @Override
    public void grant(Grant grant) {
        fake.grant(
                grant.subject().value(), grant.role().value(), grant.division().value());
    }

    @Override
    public void settle() {
        fake.advance(Duration.ofMinutes(5));
    }

    @Override
    public int moreThanOnePage() {
        return 510;
    }

    @Override
    public void close() {
        fake.close();
    }
}
