// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares whose account a plan took each account for with what the store says now: another run may have made or linked
 * an account since the plan was made. A linked account is read only if it is not the one of the plan, because it may be
 * gone for good; an account that a run may have made before it died is searched for.
 */
final class Claims {
    private final Readback readback;
    private final Map<IdentityId, AccountId> links;
    private final Map<IdentityId, Optional<AccountId>> planned = new TreeMap<>();
    private final Map<IdentityId, String> refused = new HashMap<>();

    Claims(Plan plan, String run, ProvisioningStore store, Readback readback) {
        this.readback = readback;
        this.links = new TreeMap<>(plan.links());
        for (Map.Entry<IdentityId, AccountId> link : links.entrySet()) {
            planned.put(link.getKey(), Optional.of(link.getValue()));
        }
        plan.operations().forEach(this::add);
        compare(store, perhapsMade(store.open(), run));
        links.keySet().removeAll(refused.keySet());
    }

    private void add(Operation operation) {
        if (operation.person().isPresent()) {
            Person person = operation.person().get();
            if (person.identity().isPresent()) {
                planned.putIfAbsent(person.identity().get(), person.account());
            }
        }
    }

    // The answer to a create, and with it the link, may have died with the process that sent it.
    private static Set<String> perhapsMade(List<Journal.Call> open, String run) {
        Set<String> made = new HashSet<>();
        for (Journal.Call call : open) {
            for (Entry entry : call.intent().entries()) {
                if (entry.fact().kind() == Kind.CREATE_ACCOUNT
                        && entry.who().isPresent()
                        && !call.intent().run().equals(run)) {
                    made.add(entry.who().get().identity());
                }
            }
        }
        return made;
    }

    private void compare(ProvisioningStore store, Set<String> perhapsMade) {
        Map<IdentityId, AccountId> linked = store.accounts(planned.keySet());
        Map<AccountId, IdentityId> owners = store.identities(
                planned.values().stream().flatMap(Optional::stream).toList());
        Map<IdentityId, AccountId> others = new TreeMap<>();
        for (Map.Entry<IdentityId, Optional<AccountId>> entry : planned.entrySet()) {
            IdentityId identity = entry.getKey();
            Optional<AccountId> account = entry.getValue();
            IdentityId owner = account.map(owners::get).orElse(identity);
            AccountId link = linked.get(identity);
            if (!owner.equals(identity)) {
                refuse(identity, "has linked account " + account.get() + " to identity " + owner);
            } else if (link != null && !Optional.of(link).equals(account)) {
                others.put(identity, link);
            } else if (account.isEmpty() && perhapsMade.contains(identity.value()) && mayHaveAccount(identity)) {
                refuse(identity, "may have made an account for this identity");
            }
        }
        Set<AccountId> gone = readback.gone(List.copyOf(others.values()));
        for (Map.Entry<IdentityId, AccountId> other : others.entrySet()) {
            if (!gone.contains(other.getValue())) {
                refuse(other.getKey(), "has linked account " + other.getValue() + " to this identity");
            }
        }
    }

    private void refuse(IdentityId identity, String what) {
        refused.put(identity, "another run " + what);
    }

    private boolean mayHaveAccount(IdentityId identity) {
        try {
            return !readback.accountsOf(identity.value()).isEmpty();
        } catch (DirectoryException e) {
            return true;
        }
    }

    /** Leaves out these people, for whom a newer plan has decided. */
    void refuse(Set<IdentityId> decided) {
        for (IdentityId identity : decided) {
            refused.putIfAbsent(identity, "a newer plan has read this person and left nothing of it to do");
        }
    }

    /** Returns why nothing is done for the person of an operation, if so. */
    Optional<String> refuses(Operation operation) {
        return operation.person().flatMap(Person::identity).map(refused::get);
    }

    /** Returns the links of the plan that no other run has made otherwise. */
    Map<IdentityId, AccountId> links() {
        return links;
    }
}
