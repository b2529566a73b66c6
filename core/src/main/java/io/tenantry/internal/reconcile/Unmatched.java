// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Who would be given an account because none was found, and which accounts nobody was found for. A listing of accounts need not tell external ids, and
 * so two of these may belong together after all. Immutable.
 *
 * @param people those whom the policy gives to a tenant, and whom neither an earlier run nor a name leads to an account
 * @param accounts in any state, neither linked by an earlier run nor known to carry an external id, with nobody's user name
 */
public record Unmatched(List<IdentityId> people, List<AccountId> accounts) {
    /** Copies the lists. */
    public Unmatched {
        people = List.copyOf(people);
        accounts = List.copyOf(accounts);
    }

    /** Looks for them among all people and accounts that were read. */
    public static Unmatched of(People people, AccountIndex accounts, Links links, Assigner assigner) {
        List<AccountId> nobodys = nobodys(people, accounts, links);
        return new Unmatched(nobodys.isEmpty() ? List.of() : newcomers(people, accounts, links, assigner), nobodys);
    }

    private static List<AccountId> nobodys(People people, AccountIndex accounts, Links links) {
        BitSet names = new BitSet();
        for (int row = 0; row < people.size(); row++) {
            names.set(people.foldedNames.get(row));
        }
        List<AccountId> nobodys = new ArrayList<>();
        for (int row = 0; row < accounts.size(); row++) {
            if (!names.get(accounts.foldedNames.get(row)) && !accounts.hasExternalId(row)) {
                AccountId id = accounts.id(row);
                if (links.identity(id).isEmpty()) {
                    nobodys.add(id);
                }
            }
        }
        return nobodys;
    }

    private static List<IdentityId> newcomers(People people, AccountIndex accounts, Links links, Assigner assigner) {
        List<IdentityId> newcomers = new ArrayList<>();
        for (int row = 0; row < people.size(); row++) {
            if (!people.contradicted.get(row) && !accounts.isNamed(people.foldedNames.get(row))) {
                Identity identity = people.get(row);
                boolean known = links.account(identity.id()).isPresent()
                        || !accounts.withExternalId(identity.id().value()).isEmpty();
                if (!known && !assigner.assign(identity).tenants().isEmpty()) {
                    newcomers.add(identity.id());
                }
            }
        }
        return newcomers;
    }

    /** Returns whether somebody may be found: there are both people and accounts. */
    public boolean isPossible() {
        return !people.isEmpty() && !accounts.isEmpty();
    }
}
