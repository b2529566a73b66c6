// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import java.util.List;
import java.util.Optional;

/**
 * Takes the access away of people who are no longer in the source. Only people whom an earlier run linked can be leavers
 * here. Immutable.
 */
final class Absence {
    private final BoundPolicy bound;
    private final PersonDiff diff;

    Absence(TenantMap tenants) {
        this.bound = tenants.bound();
        this.diff = new PersonDiff(tenants);
    }

    /**
     * Adds the changes for a person's account, or why it is left alone.
     *
     * @return that the person has left and keeps access, if so
     */
    Optional<Finding> judge(
            IdentityId identity, Observed observed, List<Difference> differences, List<Finding> findings) {
        Account account = observed.account();
        Optional<String> another = account.externalId().filter(e -> !e.equals(identity.value()));
        if (another.isPresent()) {
            findings.add(Findings.markedByAnother(identity, account, another.get()));
            return Optional.empty();
        }
        if (bound.isProtected(account, Optional.of(identity)) || account.state() == AccountState.DELETED) {
            return Optional.empty();
        }
        Person person = new Person(Optional.of(identity), Optional.of(account.id()), account.userName());
        String rule = "no longer in the identity source";
        List<Difference> taken = diff.leaver(person, observed, rule, "absent from the snapshot");
        for (Difference d : taken) {
            Reason reason = new Reason(d.reason().rule(), d.reason().fact(), Reason.Basis.ABSENCE);
            differences.add(new Difference(d.tenant(), d.person(), d.change(), d.needs(), reason));
        }
        return Findings.stays("identity " + identity, observed, taken, bound);
    }
}
