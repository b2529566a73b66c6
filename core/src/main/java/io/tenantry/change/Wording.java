// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.AccountChange;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a change does, in words for a person and without personal data. */
public final class Wording {
    private Wording() {}

    /** Returns a division in words: its name in quotes, or {@code all divisions}. */
    public static String division(Division division) {
        return division.id().isEverywhere() ? "all divisions" : "division \"" + division.name() + "\"";
    }

    /** Returns the change as a clause that starts with a verb, such as {@code join group "Tenant_A_Agents"}. */
    public static String of(Change change) {
        if (change instanceof Change.Deactivate) {
            return "deactivate account";
        } else if (change instanceof Change.RestoreAccount) {
            return "restore deleted account";
        } else if (change instanceof Change.LeaveGroup leave) {
            return "leave group \"" + leave.group().name() + "\"";
        } else if (change instanceof Change.LeaveSurvivingGroups unseen) {
            return "leave whichever of " + unseen.groups().size() + " groups of others it comes back in";
        } else if (change instanceof Change.RevokeRole revoke) {
            return revoke(revoke);
        } else if (change instanceof Change.CreateDivision create) {
            return "create division \"" + create.name() + "\"";
        } else if (change instanceof Change.CreateGroup create) {
            return "create group \"" + create.name() + "\"";
        } else if (change instanceof Change.GrantRole grant) {
            return "grant role \"" + grant.role().name() + "\" in " + name(grant.division()) + " to group "
                    + name(grant.group());
        } else if (change instanceof Change.CreateAccount create) {
            return "create account in division " + name(create.division());
        } else if (change instanceof Change.MoveDivision move) {
            return "move from division \"" + move.from().name() + "\" to " + name(move.to());
        } else if (change instanceof Change.FreeUserName) {
            return "free user name for its next holder";
        } else if (change instanceof Change.UpdateAccount update) {
            return "update " + update(update.change());
        } else if (change instanceof Change.JoinGroup join) {
            return "join group " + name(join.group());
        }
        throw new IllegalStateException("no wording for " + change.getClass());
    }

    /** Returns what a move is to the tenant it leads out of, such as {@code move out of division "Tenant_A"}. */
    public static String leaving(Change.MoveDivision move) {
        return "move out of division \"" + move.from().name() + "\"";
    }

    private static String revoke(Change.RevokeRole revoke) {
        String holder = revoke.holderName().isEmpty() ? "" : " from group \"" + revoke.holderName() + "\"";
        String where = revoke.division().id().equals(DivisionId.EVERYWHERE)
                ? "all divisions"
                : "\"" + revoke.division().name() + "\"";
        return "revoke role \"" + revoke.role().name() + "\" in " + where + holder;
    }

    private static String update(AccountChange change) {
        List<String> parts = new ArrayList<>();
        change.active().ifPresent(a -> parts.add(a ? "log-in on" : "log-in off"));
        change.userName().ifPresent(n -> parts.add("userName"));
        change.displayName().ifPresent(n -> parts.add("displayName"));
        change.externalId().ifPresent(n -> parts.add("externalId"));
        String attributes =
                change.attributes().keySet().stream().map(a -> a.key()).collect(Collectors.joining(", "));
        if (!attributes.isEmpty()) {
            parts.add(attributes);
        }
        return String.join(", ", parts);
    }

    private static String name(DivisionTarget division) {
        return "\"" + division.name() + "\"";
    }

    private static String name(GroupTarget group) {
        return "\"" + group.name() + "\"";
    }
}
