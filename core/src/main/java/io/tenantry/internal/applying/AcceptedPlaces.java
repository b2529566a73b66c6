// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.internal.Words;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts again, before a run makes or changes accounts, how many more an accepted group may take by its rule. Another run
 * or a hand may have added a member since the plan was made. The rule may take each account that is made, and each
 * whose attributes are written, because the service does not show which attributes it names.
 */
final class AcceptedPlaces {
    private final Readback readback;
    private final Ledger ledger;
    private final Plan plan;
    private final Map<Integer, String> skipped = new HashMap<>();

    AcceptedPlaces(Readback readback, Ledger ledger, Plan plan) {
        this.readback = readback;
        this.ledger = ledger;
        this.plan = plan;
    }

    /** Skips what would let more accounts into one of these groups than the policy accepts. */
    void judge(TenantMap tenants) {
        List<Operation> concerned = plan.operations()
                .filter(AcceptedPlaces::mayLetIn)
                .filter(o -> ledger.barred(o).isEmpty())
                .toList();
        if (!concerned.isEmpty()) {
            tenants.filledByRule().forEach((group, most) -> judge(tenants, group, most, concerned));
        }
    }

    private void judge(TenantMap tenants, GroupId group, int most, List<Operation> concerned) {
        Listing<AccountId> members = readback.everybody(group);
        Set<AccountId> in = new HashSet<>(members.entries());
        String which = Wording.group(tenants.bound().group(group));
        Set<String> more = new HashSet<>();
        for (Operation operation : concerned) {
            Person person = operation.person().orElseThrow();
            if (person.account().filter(in::contains).isEmpty()) {
                more.add(person.key());
                if (!members.completeness().isComplete()) {
                    skip(operation, "the members of " + which + ", which takes accounts by a rule, could not be read");
                } else if (in.size() + more.size() > most) {
                    skip(
                            operation,
                            "a rule takes accounts into " + which + ", which has "
                                    + Words.count(in.size(), "member", "members") + " by now, and the policy accepts "
                                    + most + "; plan again");
                }
            }
        }
    }

    private static boolean mayLetIn(Operation operation) {
        Phase phase = operation.change().phase();
        return phase == Phase.CREATE
                || phase == Phase.RESTORE
                || !operation.change().writesProfile().isEmpty();
    }

    /** Returns why an operation must not be tried, if so. */
    Optional<String> obstacle(Operation operation) {
        return Optional.ofNullable(skipped.get(operation.number()));
    }

    private void skip(Operation operation, String why) {
        skipped.put(operation.number(), why);
    }
}
