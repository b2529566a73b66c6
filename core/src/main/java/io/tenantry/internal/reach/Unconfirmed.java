// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.store.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What runs gave, or may have given, a short time ago and no read has shown. A listing of the service may lag, so one
 * that does not show it proves nothing: it counts as access until a read shows it, or until it is older than any lag.
 * Immutable.
 */
public final class Unconfirmed {
    /** Twice the time that the vendor names for a change to act. */
    private static final Duration LAG = Duration.ofMinutes(10);

    private final List<Journal.Gain> missing;
    private final Map<AccountId, Set<DivisionId>> divisions = new HashMap<>();
    private final Map<AccountId, Set<GroupId>> groups = new HashMap<>();
    private final Map<SubjectId, Set<Grant>> grants = new HashMap<>();

    /**
     * Takes those of these gains that a read does not show.
     *
     * @param read what the read shows
     * @param accounts finds an account in it
     */
    public Unconfirmed(
            Collection<Journal.Gain> gains, AccessFacts read, Function<AccountId, Optional<Account>> accounts) {
        missing = gains.stream()
                .filter(g -> g.entitlement().match(new Missing(g.account(), read, accounts)))
                .toList();
    }

    /** Returns the gains that do not show. */
    public List<Journal.Gain> missing() {
        return missing;
    }

    /** Returns whether a read may be from before a write of this time. */
    public static boolean mayLag(Instant written, Instant now) {
        return written.plus(LAG).isAfter(now);
    }

    /** Returns whether every gain shows. */
    public boolean isEmpty() {
        return missing.isEmpty();
    }

    /** Returns these facts, and beside them what does not show. */
    public AccessFacts beside(AccessFacts facts) {
        return new AccessFacts() {
            @Override
            public DivisionId division(Account account) {
                return facts.division(account);
            }

            @Override
            public Collection<DivisionId> perhapsIn(AccountId account) {
                return divisions.getOrDefault(account, Set.of());
            }

            @Override
            public List<Grant> grants(SubjectId holder) {
                List<Grant> all = new ArrayList<>(facts.grants(holder));
                all.addAll(grants.getOrDefault(holder, Set.of()));
                return all;
            }

            @Override
            public Collection<GroupId> groups(AccountId account) {
                Set<GroupId> all = new HashSet<>(facts.groups(account));
                all.addAll(groups.getOrDefault(account, Set.of()));
                return all;
            }
        };
    }

    /** Adds an entitlement if the read does not show it, and returns whether it does not. */
    private final class Missing implements Entitlement.Cases<Boolean> {
        private final Optional<AccountId> account;
        private final AccessFacts read;
        private final Function<AccountId, Optional<Account>> accounts;

        Missing(Optional<AccountId> account, AccessFacts read, Function<AccountId, Optional<Account>> accounts) {
            this.account = account;
            this.read = read;
            this.accounts = accounts;
        }

        @Override
        public Boolean residence(Entitlement.Residence held) {
            DivisionId division = held.division().id();
            return account.filter(a -> !accounts.apply(a).map(Account::division).equals(Optional.of(division)))
                    .map(a -> add(divisions, a, division))
                    .orElse(false);
        }

        @Override
        public Boolean membership(Entitlement.Membership held) {
            GroupId group = held.group().id();
            return account.filter(a -> !read.groups(a).contains(group))
                    .map(a -> add(groups, a, group))
                    .orElse(false);
        }

        @Override
        public Boolean accountRole(Entitlement.AccountRole held) {
            return false;
        }

        @Override
        public Boolean groupRole(Entitlement.GroupRole held) {
            SubjectId holder = SubjectId.of(held.group().id());
            Grant grant = new Grant(holder, held.role().id(), held.division().id());
            return !read.grants(holder).contains(grant) && add(grants, holder, grant);
        }

        private <K, V> boolean add(Map<K, Set<V>> to, K holder, V held) {
            to.computeIfAbsent(holder, k -> new HashSet<>()).add(held);
            return true;
        }
    }
}
