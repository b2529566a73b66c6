// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.reconcile.Reason;
import io.tenantry.store.AuditTrail;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows the audit trail from its beginning to what is held in one tenant at its end. Used once. */
final class Holdings {
    // The trail keeps changes in the words of the plan; these are the ones that give or take something.
    private static final Pattern GROUP = Pattern.compile("(join|leave) group (\".*\")");
    private static final Pattern ROLE =
            Pattern.compile("(grant|revoke) role (\".*\") in (\".*\") (?:to|from) group (\".*\")");
    private static final Pattern PLACE =
            Pattern.compile("(?:create account in division|move from division \".*\" to) (\".*\")");

    private final String tenant;
    private final Map<Key, Holding> held = new LinkedHashMap<>();

    Holdings(String tenant) {
        this.tenant = tenant;
    }

    List<Holding> after(List<AuditTrail.Entry> trail) {
        trail.stream().filter(e -> e.outcome().startsWith("APPLIED")).forEach(this::follow);
        return held.values().stream()
                .sorted(Comparator.comparing(Holding::who).thenComparing(Holding::what))
                .toList();
    }

    private void follow(AuditTrail.Entry entry) {
        Matcher place = PLACE.matcher(entry.change());
        if (place.matches()) {
            // A move is told by the tenant it leads to, and ends the residence in whichever it leads from.
            held.remove(new Key(who(entry), "division"));
            if (leadsOut(entry)) {
                return;
            }
            give(entry, "division", "lives in division " + place.group(1));
            return;
        }
        Matcher group = GROUP.matcher(entry.change());
        Matcher role = ROLE.matcher(entry.change());
        if (group.matches()) {
            change(entry, group.group(1).equals("join"), "member of group " + group.group(2));
        } else if (role.matches()) {
            String what = "group " + role.group(4) + " holds role " + role.group(2) + " in " + role.group(3);
            change(entry, role.group(1).equals("grant"), what);
        }
    }

    // An off-boarding alone moves people to where no tenant is, and is told by the tenant that loses them.
    private static boolean leadsOut(AuditTrail.Entry entry) {
        return entry.rule().startsWith(Reason.OFFBOARDING);
    }

    private void change(AuditTrail.Entry entry, boolean gives, String what) {
        if (!gives) {
            held.remove(new Key(who(entry), what));
        } else {
            give(entry, what, what);
        }
    }

    private void give(AuditTrail.Entry entry, String key, String what) {
        if (entry.tenant().equals(tenant)) {
            held.put(new Key(who(entry), key), new Holding(who(entry), what, entry));
        }
    }

    private static String who(AuditTrail.Entry entry) {
        return entry.account().isEmpty() ? entry.identity() : entry.account();
    }

    private record Key(String who, String what) {}
}
