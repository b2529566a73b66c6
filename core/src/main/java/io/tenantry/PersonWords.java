// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reconcile.Assignment;
import io.tenantry.internal.reconcile.Correlation;
import io.tenantry.internal.reconcile.Observed;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the steps of one person in words, with the names of groups, divisions and roles. Immutable. */
final class PersonWords {
    private static final Resolved RESOLVED = new Resolved();

    private final BoundPolicy bound;

    PersonWords(BoundPolicy bound) {
        this.bound = bound;
    }

    static String of(Correlation correlation) {
        return lower(correlation.situation()) + ": " + correlation.why()
                + correlation
                        .account()
                        .map(a -> ", " + Words.named("account", a.userName(), a.id()))
                        .orElse("");
    }

    static String of(Assignment assignment) {
        return assignment.match(RESOLVED);
    }

    /** Returns the access of an account in the groups and divisions of the policy; other access is left out. */
    String of(Observed observed) {
        Account account = observed.account();
        return lower(account.state()) + " in division \""
                + bound.division(account.division()).name() + "\", " + groups(observed) + ", "
                + roles(observed.grants());
    }

    private String groups(Observed observed) {
        List<String> names = new ArrayList<>();
        observed.groups().forEach(g -> names.add(name(g)));
        observed.fixed().stream()
                .filter(g -> !observed.groups().contains(g))
                .forEach(g -> names.add(name(g) + " as an owner or by a rule"));
        return names.isEmpty() ? "in no group of the policy" : "in " + String.join(", ", names);
    }

    private String name(GroupId id) {
        return bound.ownerOf(id)
                .map(o -> "group \"" + o.group().name() + "\" of tenant "
                        + o.tenant().id())
                .orElse("group " + id);
    }

    private String roles(List<Grant> grants) {
        if (grants.isEmpty()) {
            return "no role of its own";
        }
        return "with its own " + grants.stream().map(this::role).collect(Collectors.joining(", "));
    }

    private String role(Grant grant) {
        String where = grant.division().isEverywhere()
                ? "all divisions"
                : "\"" + bound.division(grant.division()).name() + "\"";
        return "role \"" + bound.role(grant.role()).name() + "\" in " + where;
    }

    private static String tenants(Collection<TenantId> tenants) {
        return tenants.size() == 1
                ? "tenant " + tenants.iterator().next()
                : "tenants " + tenants.stream().map(TenantId::value).collect(Collectors.joining(", "));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static final class Resolved implements Assignment.Cases<String> {
        @Override
        public String assigned(Assignment.Assigned assigned) {
            return "belongs to " + PersonWords.tenants(assigned.tenants()) + ": " + assigned.rule();
        }

        @Override
        public String parked(Assignment.Parked parked) {
            return "parked, keeps the present access and gets no new access: " + parked.rule()
                    + parked.ended()
                            .map(line -> "; " + line.why() + ", and at most one of them stays")
                            .orElse("")
                    + parked.nearMisses().stream().map(n -> "; " + n).collect(Collectors.joining());
        }

        @Override
        public String released(Assignment.Released released) {
            return "loses the access to " + PersonWords.tenants(released.leaving()) + ": " + released.rule();
        }

        @Override
        public String departed(Assignment.Departed departed) {
            return "has left: " + departed.rule();
        }

        @Override
        public String untouchable(Assignment.Untouchable untouchable) {
            return "not changed: " + untouchable.rule();
        }
    }
}
