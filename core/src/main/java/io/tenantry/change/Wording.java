// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.AccountChange;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what a change does, in words for people and without personal data. */
public final class Wording {
    private static final Clauses CLAUSES = new Clauses();

    private Wording() {}

    /** Returns a phrase for a division: its name in quotes, or {@code all divisions}. */
    public static String division(Division division) {
        return division.id().isEverywhere() ? "all divisions" : "division \"" + division.name() + "\"";
    }

    /** Returns a group by its name, with the id behind. */
    public static String group(Group group) {
        return isListed(group) ? named(group) + " (" + group.id() + ")" : named(group);
    }

    /** Returns a group by its name, or by its id if no listing shows it. */
    static String named(Group group) {
        return isListed(group) ? "group \"" + group.name() + "\"" : "group " + group.id() + " (no listing shows it)";
    }

    private static boolean isListed(Group group) {
        return !group.name().equals(group.id().value());
    }

    /** Returns the change as a clause that starts with a verb, such as {@code join group "Tenant_A_Agents"}. */
    public static String of(Change change) {
        return change.match(CLAUSES);
    }

    /** Returns what is written to an account, by name and without the values, such as {@code log-in on, userName}. */
    public static String parts(AccountChange change) {
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

    /**
     * Returns from what to what a change sets names and attributes, such as {@code title from "Agent" to "Lead"}. They
     * are personal data, so they belong on a screen and not in a log.
     */
    public static List<String> values(Change change) {
        List<String> values = new ArrayList<>();
        AccountChange before = change.replaces().orElse(AccountChange.NOTHING);
        AccountChange after = change.writes().orElse(AccountChange.NOTHING);
        if (before.userName().isPresent()) {
            values.add(
                    value("userName", before.userName().get(), after.userName().orElse("")));
        }
        if (before.displayName().isPresent()) {
            values.add(value(
                    "displayName",
                    before.displayName().get(),
                    after.displayName().orElse("")));
        }
        for (var old : before.attributes().entrySet()) {
            String now = after.attributes().getOrDefault(old.getKey(), "");
            values.add(value(old.getKey().key(), old.getValue(), now));
        }
        return values;
    }

    private static String value(String name, String from, String to) {
        return name + " from " + quoted(from) + " to " + quoted(to);
    }

    /** A character that does not show is written by its number, because it may be all that differs. */
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder();
        for (int c : value.codePoints().toArray()) {
            text.append(isPlain(c) ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04X", c));
        }
        return value.isEmpty() ? "none" : "\"" + text + "\"";
    }

    private static boolean isPlain(int c) {
        return c == ' '
                || !(Character.isISOControl(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT);
    }

    private static String name(DivisionTarget division) {
        return "\"" + division.name() + "\"";
    }

    private static String name(GroupTarget group) {
        return "\"" + group.name() + "\"";
    }

    private static final class Clauses implements ChangeCases<String> {
        @Override
        public String deactivate(Change.Deactivate change) {
            return "deactivate account";
        }

        @Override
        public String restoreAccount(Change.RestoreAccount change) {
            return "restore deleted account";
        }

        @Override
        public String revokeRole(Change.RevokeRole change) {
            String holder = change.holderName().isEmpty() ? "" : " from group \"" + change.holderName() + "\"";
            String where = change.division().id().equals(DivisionId.EVERYWHERE)
                    ? "all divisions"
                    : "\"" + change.division().name() + "\"";
            return "revoke role \"" + change.role().name() + "\" in " + where + holder + turn(change.last());
        }

        private static String turn(boolean last) {
            return last ? ", after the new access" : "";
        }

        @Override
        public String leaveGroup(Change.LeaveGroup change) {
            return "leave group \"" + change.group().name() + "\"" + turn(change.last());
        }

        @Override
        public String leaveSurvivingGroups(Change.LeaveSurvivingGroups change) {
            int groups = change.groups().size();
            return "leave " + (groups == 1 ? "the foreign group" : "each of " + groups + " foreign groups")
                    + " that it comes back in";
        }

        @Override
        public String createDivision(Change.CreateDivision change) {
            return "create division \"" + change.name() + "\"";
        }

        @Override
        public String createGroup(Change.CreateGroup change) {
            return "create group \"" + change.name() + "\"";
        }

        @Override
        public String grantRole(Change.GrantRole change) {
            return "grant role \"" + change.role().name() + "\" in " + name(change.division()) + " to group "
                    + name(change.group());
        }

        @Override
        public String createAccount(Change.CreateAccount change) {
            return "create account in division " + name(change.division());
        }

        @Override
        public String moveDivision(Change.MoveDivision change) {
            return "move from division \"" + change.from().name() + "\" to " + name(change.to());
        }

        @Override
        public String updateAccount(Change.UpdateAccount change) {
            return "update " + parts(change.change());
        }

        @Override
        public String freeUserName(Change.FreeUserName change) {
            return "free user name for its next holder";
        }

        @Override
        public String joinGroup(Change.JoinGroup change) {
            return "join group " + name(change.group());
        }
    }
}
