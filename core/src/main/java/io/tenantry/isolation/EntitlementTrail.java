// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.store.AuditTrail;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows the audit trail of one tenant from its beginning to what is held in the tenant at its end. Used once. */
final class EntitlementTrail {
    // The trail keeps changes in the words of the plan; these are the ones that give or take something.
    private static final List<Clause> CLAUSES = List.of(
            new Clause("create account in division \"(.*)\"", true, (who, m) -> Held.residence(who, m.group(1))),
            new Clause("move from division \".*\" to \"(.*)\"", true, (who, m) -> Held.residence(who, m.group(1))),
            new Clause("move out of division \"(.*)\"", false, (who, m) -> Held.residence(who, m.group(1))),
            new Clause("join group \"(.*)\"", true, (who, m) -> Held.membership(who, m.group(1))),
            new Clause("leave group \"(.*)\"", false, (who, m) -> Held.membership(who, m.group(1))),
            new Clause("grant role \"(.*)\" in \"(.*)\" to group \"(.*)\"", true, EntitlementTrail::roleOfGroup),
            new Clause("revoke role \"(.*)\" in \"(.*)\" from group \"(.*)\"", false, EntitlementTrail::roleOfGroup),
            new Clause("revoke role \"(.*)\" in \"(.*)\"", false, (who, m) -> Held.role(who, m.group(1), m.group(2))),
            new Clause(Pattern.quote(Sightings.FOUND) + "(.*)", true, (who, m) -> new Held(who, m.group(1))),
            new Clause(Pattern.quote(Sightings.GONE) + "(.*)", false, (who, m) -> new Held(who, m.group(1))));

    private final Map<Held, HeldEntitlement> bySlot = new LinkedHashMap<>();

    private EntitlementTrail() {}

    /** Returns what is held after these entries, by holder. */
    static List<HeldEntitlement> after(List<AuditTrail.Entry> trail) {
        EntitlementTrail holdings = new EntitlementTrail();
        trail.stream().filter(EntitlementTrail::isFact).forEach(holdings::follow);
        return holdings.bySlot.values().stream()
                .sorted(Comparator.comparing(HeldEntitlement::who).thenComparing(HeldEntitlement::what))
                .toList();
    }

    /** Returns whether something is known to have happened; what may have happened shows in the next complete sweep. */
    static boolean isFact(AuditTrail.Entry entry) {
        return entry.outcome().startsWith("APPLIED") || entry.outcome().equals(Sightings.SEEN);
    }

    static String who(AuditTrail.Entry entry) {
        return entry.account().isEmpty() ? entry.identity() : entry.account();
    }

    private void follow(AuditTrail.Entry entry) {
        for (Clause clause : CLAUSES) {
            Matcher words = clause.pattern.matcher(entry.change());
            if (words.matches()) {
                change(clause.gives, clause.held.read(who(entry), words), entry);
                return;
            }
        }
    }

    private void change(boolean gives, Held held, AuditTrail.Entry entry) {
        if (gives) {
            bySlot.put(held.slot(), new HeldEntitlement(held.who(), held.what(), entry));
        } else {
            bySlot.remove(held.slot());
        }
    }

    private static Held roleOfGroup(String who, MatchResult words) {
        return Held.roleOfGroup(words.group(1), words.group(2), words.group(3));
    }

    private record Clause(Pattern pattern, boolean gives, Reading held) {
        Clause(String pattern, boolean gives, Reading held) {
            this(Pattern.compile(pattern), gives, held);
        }
    }

    @FunctionalInterface
    private interface Reading {
        Held read(String who, MatchResult words);
    }
}
