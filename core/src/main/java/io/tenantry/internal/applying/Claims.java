// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares whose account a plan took each account for with what the store says now: another run may have made or linked
 * an account since the plan was made. A linked account is read only if it is not the one of the plan, because it may be
 * gone for good; an account that a run may have made before it died is searched for.
 */
final class Claims {
    private final Plan plan;
    private final Readback readback;
    private final Map<IdentityId, Optional<AccountId>> planned = new TreeMap<>();
    private final Map<IdentityId, String> refused = new HashMap<>();

    Claims(Plan plan, String run, ProvisioningStore store, Readback readback) {
        this.plan = plan;
        this.readback = readback;
        plan.links().forEach((identity, account) -> planned.put(identity, Optional.of(account)));
        plan.operations()
                .flatMap(o -> o.person().stream())
                .forEach(p -> p.identity().ifPresent(i -> planned.putIfAbsent(i, p.account())));
        Map<IdentityId, AccountId> linked = store.accounts(planned.keySet());
        refuseTaken(store);
        refuseLinked(linked);
        refuseMade(store.open(), run, linked.keySet());
    }

    private void refuseTaken(ProvisioningStore store) {
        Map<AccountId, IdentityId> owners = store.identities(
                planned.values().stream().flatMap(Optional::stream).toList());
        planned.forEach((identity, account) -> account.map(owners::get)
                .filter(owner -> !owner.equals(identity))
                .ifPresent(owner -> refused.put(
                        identity, "another run has linked account " + account.get() + " to identity " + owner)));
    }

    private void refuseLinked(Map<IdentityId, AccountId> linked) {
        Map<IdentityId, AccountId> others = new TreeMap<>(linked);
        others.entrySet().removeIf(e -> Optional.of(e.getValue()).equals(planned.get(e.getKey())));
        Set<AccountId> gone = readback.gone(List.copyOf(others.values()));
        others.forEach((identity, account) -> {
            if (!gone.contains(account)) {
                refused.put(identity, "another run has linked account " + account + " to this identity");
            }
        });
    }

    // The answer to a create, and with it the link, may have died with the process that sent it.
    private void refuseMade(List<Journal.Call> open, String run, Set<IdentityId> linked) {
        Set<IdentityId> perhaps = new TreeSet<>();
        for (Journal.Call call : open) {
            if (!call.intent().run().equals(run)) {
                call.intent().entries().stream()
                        .filter(e -> e.fact().kind() == AuditTrail.Kind.CREATE_ACCOUNT)
                        .flatMap(e -> e.who().stream())
                        .filter(w -> !w.identity().isEmpty())
                        .forEach(w -> perhaps.add(new IdentityId(w.identity())));
            }
        }
        perhaps.retainAll(creates());
        perhaps.removeAll(linked);
        perhaps.stream()
                .filter(this::mayHaveAccount)
                .forEach(i -> refused.put(i, "another run may have made an account for this identity"));
    }

    private Set<IdentityId> creates() {
        Set<IdentityId> creates = new HashSet<>();
        planned.forEach((identity, account) -> {
            if (account.isEmpty()) {
                creates.add(identity);
            }
        });
        return creates;
    }

    private boolean mayHaveAccount(IdentityId identity) {
        try {
            return !readback.accountsOf(identity.value()).isEmpty();
        } catch (DirectoryException e) {
            return true;
        }
    }

    /** Returns why nothing is done for the person of an operation, if so. */
    Optional<String> refuses(Operation operation) {
        return operation.person().flatMap(Person::identity).map(refused::get);
    }

    /** Returns the links of the plan that no other run has made otherwise. */
    Map<IdentityId, AccountId> links() {
        Map<IdentityId, AccountId> links = new TreeMap<>(plan.links());
        links.keySet().removeAll(refused.keySet());
        return links;
    }
}
