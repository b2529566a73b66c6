// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.AcceptedGrants;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds people of tenants who reach a division that belongs to nobody: by living there, by a role of their own, or
 * through a group. Nobody knows whose people they would meet there, so the proof is in doubt.
 */
final class Unclaimed {
    private final OrganizationAccess access;
    private final AcceptedGrants accepted;
    private final Map<AccountId, Subject> people = new HashMap<>();

    /**
     * Prepares.
     *
     * @param reaches the accounts that reach a tenant
     */
    Unclaimed(OrganizationAccess access, LocalDate day, List<Reach> reaches) {
        this.access = access;
        this.accepted = access.bound().accepted().on(day);
        reaches.forEach(r -> people.put(new AccountId(r.subject().id().value()), r.subject()));
    }

    /** Returns a doubt for each division that such people reach. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        access.unclaimed().forEach((id, grants) -> {
            Map<AccountId, String> found = found(id, grants);
            found.entrySet().stream()
                    .min(Map.Entry.comparingByKey())
                    .ifPresent(first -> doubts.add(doubt(id, found.size(), first)));
        });
        return doubts;
    }

    private String doubt(DivisionId id, int count, Map.Entry<AccountId, String> first) {
        Division division = access.bound().division(id);
        return "division \"" + division.name() + "\" (" + id + ") belongs to no tenant and is not shared, and "
                + Words.count(count, "person of a tenant reaches", "people of tenants reach") + " it: \""
                + Optional.ofNullable(people.get(first.getKey()))
                        .map(Subject::label)
                        .orElse("") + "\" "
                + first.getValue() + (count > 1 ? ", and others" : "")
                + "; give it to a tenant, list it in sharedDivisions, or accept the holder";
    }

    private Map<AccountId, String> found(DivisionId division, Listing<Grant> grants) {
        Map<AccountId, String> found = new HashMap<>();
        people.forEach((account, subject) -> subject.division()
                .filter(d -> d.id().equals(division)
                        && subject.state().filter(AccountState.DELETED::equals).isEmpty())
                .ifPresent(d -> found.put(account, "lives there")));
        for (Grant grant : grants.entries()) {
            through(grant).forEach((account, how) -> {
                if (people.containsKey(account)) {
                    found.putIfAbsent(account, how);
                }
            });
        }
        return found;
    }

    private Map<AccountId, String> through(Grant grant) {
        String role = "holds role \"" + access.bound().role(grant.role()).name() + "\" there";
        GroupId group = new GroupId(grant.subject().value());
        Listing<AccountId> members = access.members().get(group);
        Map<AccountId, String> holders = new HashMap<>();
        if (accepted.of(grant, userName(grant.subject())).isPresent()) {
            return holders;
        }
        if (members == null) {
            holders.put(new AccountId(grant.subject().value()), role);
        } else {
            String name = access.bound().group(group).name();
            members.entries().forEach(a -> holders.put(a, role + " through group \"" + name + "\""));
        }
        return holders;
    }

    private String userName(SubjectId holder) {
        return Optional.ofNullable(people.get(new AccountId(holder.value())))
                .map(Subject::name)
                .orElse("");
    }
}
