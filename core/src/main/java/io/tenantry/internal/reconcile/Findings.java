// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;

/** The texts of all findings of this package. */
final class Findings {
    private Findings() {}

    /** Returns an account by its user name, with the id behind. */
    static String named(Account account) {
        return Words.named("account", account.userName(), account.id());
    }

    static Finding disputed(Identity identity, Correlation correlation) {
        return new Finding(
                FindingCode.DISPUTED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + identity.id(),
                correlation.why(),
                "decide by hand which account belongs to this person; nothing was changed for this person",
                identity.userName());
    }

    static Finding claimedTwice(Identity identity, Account account) {
        return new Finding(
                FindingCode.DISPUTED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + identity.id(),
                "another identity also has a claim on " + named(account),
                "correct the user names in the identity source; nothing was changed for either",
                identity.userName());
    }

    static Finding markedByAnother(IdentityId identity, Account account, String another) {
        return new Finding(
                FindingCode.DISPUTED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + identity,
                named(account) + " is linked to it, but carries the id of another identity, " + another,
                "decide by hand which identity the account belongs to; nothing was changed for it",
                account.userName());
    }

    static Finding nameTwice(Identity identity) {
        return new Finding(
                FindingCode.DISPUTED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + identity.id(),
                "another identity without an account has the same user name",
                "correct the user names in the identity source; no account was created for either (" + identity.origin()
                        + ")",
                identity.userName());
    }

    static Finding contradiction(IdentityId identity) {
        return new Finding(
                FindingCode.CONTRADICTORY_ROWS,
                Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + identity,
                "has several rows in the identity source, which contradict each other",
                "leave one row in the source; nothing was changed for this person");
    }

    /** Returns the finding of a parked person. A person who is outside and holds nothing needs no action. */
    static Finding parked(Identity identity, Assignment.Parked parked, boolean holds) {
        boolean outside = !parked.isUndecided() && !holds;
        String near = parked.nearMisses().isEmpty() ? "" : "; near misses: " + String.join("; ", parked.nearMisses());
        return new Finding(
                FindingCode.PARKED,
                outside ? Finding.Severity.INFO : Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + identity.id(),
                parked.rule() + near,
                advice(parked, holds) + " (" + identity.origin() + ")",
                identity.userName());
    }

    private static String advice(Assignment.Parked parked, boolean holds) {
        if (!parked.unsaid().isEmpty()) {
            return "add it to what the source delivers; until then nothing changes for this person";
        }
        if (!parked.matching().isEmpty()) {
            return "leave the person in one tenant, write a precedence, or declare a joint agent of all of them in one line";
        }
        if (parked.outside().isPresent() && !parked.waits() && !holds) {
            return "nothing to do, unless the person should be in a tenant";
        }
        String place = "put the person into a source group of a tenant, ";
        return parked.waits()
                ? place + "widen a rule, or let outside cover the person"
                : place + (parked.outside().isPresent() ? "or take the access away by hand" : "or widen a rule");
    }

    static Finding unsaid(String what, List<String> names, int people, List<String> near) {
        return new Finding(
                FindingCode.NOT_DELIVERED,
                Finding.Severity.WARNING,
                Optional.empty(),
                what,
                "the identity source does not deliver " + Words.some(names) + " of "
                        + Words.count(people, "person", "people") + ", and the policy uses it"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?"),
                "add it to the export or to the column mapping, or correct the name in the policy; until then it "
                        + "changes no access");
    }

    static Finding lost(String group, String before) {
        String[] parts = before.split(" ", 3);
        return new Finding(
                FindingCode.NOT_DELIVERED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "source group \"" + group + "\"",
                "nobody is in it now; on " + parts[0] + " it had "
                        + Words.count(Long.parseLong(parts[1]), "person", "people")
                        + ". An export may have lost it, so it changes no access",
                "correct the export, or declare the source group empty");
    }

    static Finding refused(AttributeRule rule, List<String> origins) {
        return new Finding(
                FindingCode.VALUE_REFUSED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "attribute " + rule.from(),
                "no account can have the " + rule.to().key() + " that the identity source gives to "
                        + Words.count(origins.size(), "person", "people") + " (" + Words.some(origins) + ")",
                "correct it at the source; until then this attribute of these accounts is not written");
    }

    static Finding unknown(Identity identity, BoundTenant tenant) {
        return new Finding(
                FindingCode.TENANT_NOT_READY,
                Finding.Severity.WARNING,
                Optional.of(tenant.id()),
                "identity " + identity.id(),
                "belongs to tenant " + tenant.id() + ", and it is unknown what that tenant gives: "
                        + String.join("; ", tenant.doubts()),
                "fix what the listing needs, and plan again; until then this person gains nothing and loses nothing",
                identity.userName());
    }

    static Finding notReady(Identity identity, TenantId tenant, List<Finding> troubles) {
        List<String> unusable =
                troubles.stream().map(f -> unusable(f.code())).distinct().toList();
        return new Finding(
                FindingCode.TENANT_NOT_READY,
                Finding.Severity.WARNING,
                Optional.of(tenant),
                "identity " + identity.id(),
                "belongs to tenant " + tenant + ", which cannot use " + String.join(", ", unusable),
                "fix the tenant first; until then this person gains no access, and only loses access in other tenants",
                identity.userName());
    }

    private static String unusable(FindingCode code) {
        return switch (code) {
            case UNBOUND_DIVISION -> "its division";
            case UNBOUND_GROUP -> "a group";
            case PRIVILEGED_ROLE -> "a role that can change people's access";
            default -> "a role";
        };
    }

    static Finding fixedElsewhere(Identity identity, List<BoundPolicy.OwnedGroup> groups) {
        BoundPolicy.OwnedGroup first = groups.get(0);
        return new Finding(
                FindingCode.MEMBER_BY_RULE,
                Finding.Severity.VIOLATION,
                Optional.of(first.tenant().id()),
                "identity " + identity.id(),
                "is in " + Wording.group(first.group()) + " of tenant "
                        + first.tenant().id() + " as an owner or by a rule, which no write removes"
                        + (groups.size() > 1 ? ", and in " + (groups.size() - 1) + " more" : ""),
                "change the owners or the rule of the group; until then this person gains no access in other tenants",
                identity.userName());
    }

    /** Returns why a leaver whose account stays active still reaches a tenant, if so. */
    static Optional<Finding> stays(String subject, Observed observed, List<Difference> taken, BoundPolicy bound) {
        boolean shutOut = observed.account().state() != AccountState.ACTIVE
                || taken.stream().anyMatch(Findings::deactivates);
        if (shutOut || observed.kept().isEmpty()) {
            return Optional.empty();
        }
        List<String> groups =
                observed.kept().stream().map(g -> Wording.group(bound.group(g))).toList();
        return Optional.of(new Finding(
                FindingCode.REACHES_BEYOND,
                Finding.Severity.WARNING,
                Optional.empty(),
                subject,
                "has left, and no plan takes the account out of " + String.join(", ", groups)
                        + (observed.fixed().isEmpty() ? "" : ", in which it is also an owner or by a rule"),
                "take it out by hand, or change the owners or the rule of the group",
                observed.account().userName()));
    }

    private static boolean deactivates(Difference d) {
        return d.change()
                .writes()
                .flatMap(AccountChange::active)
                .filter(active -> !active)
                .isPresent();
    }

    static Finding wildcard(String holder, Role role) {
        return new Finding(
                FindingCode.ROLE_EVERYWHERE,
                Finding.Severity.VIOLATION,
                Optional.empty(),
                holder,
                "holds role \"" + role.name() + "\" in all divisions, and so reaches every tenant",
                "revoke it and grant the role in the divisions where it is needed");
    }

    static Finding foreignGrant(TenantId tenant, String holder, Role role, Division division) {
        return new Finding(
                FindingCode.FOREIGN_GRANT,
                Finding.Severity.WARNING,
                Optional.of(tenant),
                holder,
                "holds role \"" + role.name() + "\" in " + Wording.division(division)
                        + ", but does not belong to the tenant and is not managed",
                "revoke it, or name its holder in the policy");
    }

    static Finding orphanMember(TenantId tenant, AccountId account, Group group) {
        return new Finding(
                FindingCode.ORPHAN_MEMBER,
                Finding.Severity.WARNING,
                Optional.of(tenant),
                "account " + account,
                "is in " + Wording.group(group) + " of the tenant, but belongs to no known identity",
                "add the person to the identity source, or remove the account from the group");
    }

    static Finding orphanAccount(TenantId tenant, Account account) {
        return new Finding(
                FindingCode.ORPHAN_ACCOUNT,
                Finding.Severity.INFO,
                Optional.of(tenant),
                "account " + account.id(),
                "lives in the tenant's division, but belongs to no known identity",
                "add the person to the identity source, or move or deactivate the account",
                account.userName());
    }

    static Finding sharedButOwned(Division division, TenantId tenant) {
        return new Finding(
                FindingCode.SHARED_DIVISION_OWNED,
                Finding.Severity.WARNING,
                Optional.empty(),
                Wording.division(division) + " (" + division.id() + ")",
                "is shared by the policy, and is that of tenant " + tenant,
                "remove it from sharedDivisions, or off-board that tenant first");
    }

    static Finding unclaimed(Division division) {
        return new Finding(
                FindingCode.UNCLAIMED_DIVISION,
                Finding.Severity.INFO,
                Optional.empty(),
                "division " + division.id(),
                "belongs to no tenant and is not shared; no plan concerns it, and a proof is"
                        + " in doubt while people of tenants reach it",
                "give it to a tenant, or list it in sharedDivisions",
                division.name());
    }

    static Finding orphanedTenant(TenantId tenant) {
        return new Finding(
                FindingCode.ORPHANED_TENANT,
                Finding.Severity.WARNING,
                Optional.of(tenant),
                "tenant " + tenant,
                "was in the policy in an earlier run but no longer is; access in it was not changed",
                "put it back into the policy, off-board it until the proof shows zero access, then remove it");
    }
}
