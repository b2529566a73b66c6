// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Fact.Belongs;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Links;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/**
 * What the policy of a world declares: accepted access and joint agents. It reads the policy again for each question and
 * shares no code with the product.
 *
 * @param agents the identity that a plan saw first for the id or the user name of a joint agent
 */
@NullUnmarked
record Declared(World world, Map<String, String> agents) {
    Declared(World world) {
        this(world, new HashMap<>());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
    }

    /** Returns whether a line accepts that an account has this role, by itself or through the group that holds it. */
    boolean accepts(Grant grant) {
        return world.accepted.stream()
                .anyMatch(line -> isInForce(line) && isOf(line, grant.subject()) && covers(line, grant));
    }

    /**
     * Returns whether a line accepts that an account has a role of a group that it is in. A line does not cover whom the
     * last proof within its number of members did not show, once there are more.
     *
     * @param counts how many members the groups had when a run began to read; what hands changed since does not count
     */
    boolean acceptsFor(Grant grant, AccountId member, Map<GroupId, Integer> counts) {
        GroupId group = new GroupId(grant.subject().value());
        Set<AccountId> shown = world.store.notes().acceptedMembers().getOrDefault(grant.subject(), Set.of());
        int people = Math.min(count(group), counts.getOrDefault(group, Integer.MAX_VALUE));
        return world.accepted.stream()
                .filter(line -> isInForce(line) && isOf(line, grant.subject()) && covers(line, grant))
                .anyMatch(line ->
                        line.members().isEmpty() || people <= line.members().getAsInt() || shown.contains(member));
    }

    /** Returns how many accounts are in each group. */
    Map<GroupId, Integer> counts() {
        return world.directory.groups.keySet().stream().collect(Collectors.toMap(g -> g, this::count));
    }

    private int count(GroupId group) {
        return world.directory.everybodyIn(group).size();
    }

    /** Returns the groups that a rule fills, each with the number of members that is accepted. */
    Map<GroupId, Integer> filled() {
        Map<GroupId, Integer> most = new HashMap<>();
        world.accepted.stream()
                .filter(line ->
                        isInForce(line) && line.byRule() && line.members().isPresent())
                .forEach(line -> world.directory.groups.keySet().stream()
                        .filter(g -> isOf(line, SubjectId.of(g)))
                        .forEach(g -> most.merge(g, line.members().getAsInt(), Math::min)));
        return most;
    }

    private boolean isInForce(AcceptedAccess line) {
        return line.until().isEmpty() || !line.until().get().isBefore(today());
    }

    private boolean isOf(AcceptedAccess line, SubjectId subject) {
        AcceptedAccess.Holder holder = line.holder();
        if (holder.id().isPresent()) {
            return holder.id().get().equals(subject);
        }
        return switch (holder.kind()) {
            case GROUP -> subject.equals(pinned(holder).orElse(null));
            case ACCOUNT ->
                first(holder).map(subject::equals).orElseGet(() -> {
                    Account account = world.directory.accounts.get(new AccountId(subject.value()));
                    return account != null && account.userName().equalsIgnoreCase(holder.name());
                });
            case CLIENT -> false;
        };
    }

    // The holder that had this name when a run saw it first.
    private Optional<SubjectId> first(AcceptedAccess.Holder holder) {
        return world.store.notes().acceptedHolder(holder.kind(), holder.name());
    }

    private Optional<SubjectId> pinned(AcceptedAccess.Holder holder) {
        return first(holder)
                .or(() -> world.directory.groups.values().stream()
                        .filter(g -> g.name().equals(holder.name()))
                        .map(g -> SubjectId.of(g.id()))
                        .findFirst());
    }

    private boolean covers(AcceptedAccess line, Grant grant) {
        boolean role =
                line.roles().contains(world.directory.roles.get(grant.role()).name());
        boolean place = line.in().everywhere()
                || line.in().divisions().stream().map(Declared::named).anyMatch(grant.division()::equals)
                || world.tenants.stream()
                        .filter(t -> line.in().tenants().contains(t.id()))
                        .map(t -> named(t.division().name()))
                        .anyMatch(grant.division()::equals);
        return role && place;
    }

    static DivisionId named(String division) {
        return new DivisionId("div-" + division);
    }

    /** Replaces the tenants that are declared for a joint agent by one. */
    void join(AccountId account, Set<String> reach) {
        List<JointAgent> lines = world.jointAgents.stream()
                .filter(j -> !today().isAfter(j.until()) && isNamed(j, account))
                .toList();
        join(lines, reach, line -> isTenant(line.home()) && !isMatchedOutside(line));
    }

    /** Replaces the tenants that are declared for a joint agent by one, as far as the organization shows who that is. */
    void joinShown(AccountId account, Set<String> reach) {
        List<JointAgent> lines = world.jointAgents.stream()
                .filter(j -> !today().isAfter(j.until()) && accountsOf(j).equals(List.of(account)))
                .toList();
        join(lines, reach, line -> true);
    }

    // Of two lines for one person neither declares anything.
    private static void join(List<JointAgent> lines, Set<String> reach, Predicate<JointAgent> counts) {
        if (lines.size() == 1 && counts.test(lines.get(0))) {
            Set<String> declared =
                    lines.get(0).tenants().stream().map(TenantId::value).collect(Collectors.toSet());
            if (reach.removeAll(declared)) {
                reach.add("joint");
            }
        }
    }

    private boolean isTenant(TenantId id) {
        return world.tenants.stream().anyMatch(t -> t.id().equals(id));
    }

    // Whom a tenant outside the line matches too is parked, and gains none of those on the line.
    private boolean isMatchedOutside(JointAgent line) {
        Identity person = world.people.get(new IdentityId(id(line)));
        return person != null
                && world.tenants.stream()
                        .filter(t -> !t.isLeaving() && !line.tenants().contains(t.id()))
                        .anyMatch(t -> t.match().holds(person));
    }

    // The link counts first, then the external id, then the user name. Once a plan saw who is meant, the name does not
    // count for another person's account.
    private List<AccountId> accountsOf(JointAgent agent) {
        List<AccountId> linked = all(a -> Links.of(world.store)
                .identity(a.id())
                .filter(i -> i.value().equals(id(agent)))
                .isPresent());
        List<AccountId> marked = all(a -> a.externalId().equals(Optional.of(id(agent))));
        List<AccountId> named = all(a -> a.state() != AccountState.DELETED
                && a.userName().equalsIgnoreCase(agent.identity())
                && (!agents.containsKey(agent.identity()) || identityOf(a.id()).isEmpty()));
        return !linked.isEmpty() ? linked : !marked.isEmpty() ? marked : named;
    }

    private List<AccountId> all(Predicate<Account> which) {
        return world.directory.accounts.values().stream()
                .filter(which)
                .map(Account::id)
                .toList();
    }

    private boolean isNamed(JointAgent agent, AccountId account) {
        return identityOf(account).equals(Optional.of(id(agent)));
    }

    private Optional<String> identityOf(AccountId account) {
        return Links.of(world.store)
                .identity(account)
                .map(IdentityId::value)
                .or(() -> world.directory.accounts.get(account).externalId());
    }

    /** A plan sees who has the id or the user name of a joint agent; later the name may be another person's. */
    void sees() {
        for (JointAgent agent : world.jointAgents) {
            world.people.values().stream()
                    .filter(i -> i.id().value().equals(agent.identity())
                            || i.userName().equals(agent.identity()))
                    .findFirst()
                    .ifPresent(i -> agents.putIfAbsent(agent.identity(), i.id().value()));
        }
    }

    private String id(JointAgent agent) {
        return agents.getOrDefault(agent.identity(), agent.identity());
    }

    /** Returns whether an account is in a group by a rule or as an owner, and not as a member. */
    boolean isRuled(Belongs belongs) {
        GroupId group = belongs.group();
        return !world.directory.members.getOrDefault(group, Set.of()).contains(belongs.who());
    }
}
