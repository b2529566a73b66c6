// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.internal.Words;
import io.tenantry.policy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text form of a plan, for the person who decides whether to apply it: by tenant, each person with the changes and
 * the reasons; then what is held, what to look at, and the cost. It shows user names, so it belongs on a screen and not
 * in a log.
 */
public final class PlanText {
    /** What is done in each phase, but for those that take access away. */
    private static final Map<Phase, String> KINDS = new EnumMap<>(Phase.class);

    static {
        KINDS.put(Phase.SHUT, "log-ins to take away");
        KINDS.put(Phase.RESTORE, "accounts to restore");
        KINDS.put(Phase.DIVIDE, "divisions to create");
        KINDS.put(Phase.GROUP, "groups to create");
        KINDS.put(Phase.EQUIP, "grants to make");
        KINDS.put(Phase.CREATE, "accounts to create");
        KINDS.put(Phase.PLACE, "accounts to move");
        KINDS.put(Phase.FREE, "user names to free");
        KINDS.put(Phase.UPDATE, "accounts to update");
        KINDS.put(Phase.JOIN, "memberships to add");
    }

    private final Plan plan;
    private final int most;
    private final StringBuilder text = new StringBuilder();

    private PlanText(Plan plan, int most) {
        this.plan = plan;
        this.most = most;
    }

    /** Returns the whole plan as text. */
    public static String of(Plan plan) {
        return of(plan, Integer.MAX_VALUE);
    }

    /**
     * Returns the plan as shortened text.
     *
     * @param most how many people, holds, findings and rows to show for each tenant and kind; the rest is only counted
     */
    public static String of(Plan plan, int most) {
        return new PlanText(plan, most).render();
    }

    private String render() {
        line("Plan for organization " + plan.organization());
        line("  policy " + shortened(plan.policyHash()) + ", fingerprint " + shortened(plan.fingerprint()));
        line("  made " + Words.second(plan.createdAt()) + ", may be applied until " + Words.second(plan.expiresAt()));
        plan.overrides().forEach(this::override);
        Map<TenantId, List<Operation>> byTenant = new TreeMap<>();
        plan.operations()
                .forEach(o -> byTenant.computeIfAbsent(o.tenant(), k -> new ArrayList<>())
                        .add(o));
        byTenant.forEach(this::tenant);
        recognised();
        held();
        findings();
        rejected();
        summary();
        return text.toString();
    }

    private void override(LimitOverride override) {
        String where = override.tenant().map(t -> " of tenant " + t).orElse(" of the whole organization");
        line("  ! " + override.code() + where + " overridden by " + override.by() + ": " + override.reason());
    }

    private void tenant(TenantId tenant, List<Operation> operations) {
        line("");
        line("Tenant " + tenant);
        Map<String, List<Operation>> bySubject = new LinkedHashMap<>();
        operations.forEach(o ->
                bySubject.computeIfAbsent(subject(o), k -> new ArrayList<>()).add(o));
        Map<Character, List<List<Operation>>> byKind = new LinkedHashMap<>();
        for (List<Operation> changes : bySubject.values()) {
            byKind.computeIfAbsent(sign(changes), k -> new ArrayList<>()).add(changes);
        }
        byKind.values().forEach(people -> shown(people, "more people", this::person));
    }

    private void person(List<Operation> operations) {
        Operation first = operations.get(0);
        String changes = operations.stream().map(o -> Wording.of(o.change())).collect(Collectors.joining("; "));
        line("  " + sign(operations) + " " + subject(first) + ": " + changes);
        line("      because " + first.reason().rule() + " (" + first.reason().fact() + ")");
        operations.forEach(o -> Wording.values(o.change()).forEach(v -> line("      " + v)));
    }

    private static String subject(Operation operation) {
        return operation
                .person()
                .map(Person::userName)
                .filter(n -> !n.isEmpty())
                .orElseGet(() -> operation.person().map(Person::toString).orElse("structure"));
    }

    private static char sign(List<Operation> operations) {
        if (operations.stream().allMatch(o -> o.change().removes())) {
            return '-';
        }
        return operations.stream().anyMatch(o -> o.change().phase() == Phase.CREATE) ? '+' : '~';
    }

    /** The approver must see which existing account the plan links to which identity. */
    private void recognised() {
        if (plan.links().isEmpty()) {
            return;
        }
        int few = Math.min(most, 5);
        line("");
        line("Recognised, " + Words.count(plan.links().size(), "existing account", "existing accounts")
                + ", not remembered before");
        plan.links().entrySet().stream()
                .limit(few)
                .forEach(l ->
                        line("  = " + named("identity " + l.getKey()) + " is " + named("account " + l.getValue())));
        if (plan.links().size() > few) {
            line("      ... and " + (plan.links().size() - few) + " more");
        }
    }

    private String named(String subject) {
        String name = plan.names().getOrDefault(subject, "");
        return name.isEmpty() ? subject : name + " (" + subject + ")";
    }

    private void held() {
        if (!plan.holds().isEmpty()) {
            line("");
            line("Held back");
            shown(plan.holds(), "more holds", this::hold);
        }
    }

    private void hold(Hold hold) {
        String where = hold.tenant().map(t -> "tenant " + t).orElse("whole organization");
        line("  ! " + hold.code() + ", " + where + ", "
                + Words.count(hold.operations().size(), "operation", "operations") + ": " + hold.message());
        line("      " + hold.advice());
        if (hold.dependsOnOthers()) {
            line(
                    hold.until().isEmpty()
                            ? "      no override releases it in this plan: apply the plan, then plan again"
                            : "      released by an override of " + String.join(" and ", hold.until()));
        }
        hold.operations().stream()
                .limit(Math.min(most, 5))
                .forEach(o -> line("      " + subject(o) + ": " + Wording.of(o.change())));
        if (hold.operations().size() > Math.min(most, 5)) {
            line("      ... and " + (hold.operations().size() - Math.min(most, 5)) + " more");
        }
    }

    private void findings() {
        Map<FindingCode, List<Finding>> byCode = new LinkedHashMap<>();
        plan.findings()
                .forEach(f ->
                        byCode.computeIfAbsent(f.code(), k -> new ArrayList<>()).add(f));
        if (!byCode.isEmpty()) {
            line("");
            line("To look at");
        }
        byCode.forEach((code, findings) -> {
            line("  " + findings.get(0).severity() + " " + code + ", " + findings.size());
            shown(findings, "more", f -> line("      " + f.who() + ": " + f.message() + "; " + f.advice()));
        });
    }

    private void rejected() {
        if (!plan.rejected().isEmpty()) {
            line("");
            line("Rows that could not be read, " + plan.rejected().size());
            shown(plan.rejected(), "more rows", r -> line("  " + r.origin() + ": " + r.problem()));
        }
    }

    private void summary() {
        line("");
        Map<String, Integer> kinds = new LinkedHashMap<>();
        plan.operations().forEach(o -> kinds.merge(kind(o.change()), 1, Integer::sum));
        String what = kinds.entrySet().stream()
                .map(e -> Words.count(e.getValue(), e.getKey().replaceFirst("s ", " "), e.getKey()))
                .collect(Collectors.joining(", "));
        Map<Attention, Integer> attention = plan.attention();
        String nothing = plan.isEmpty() && attention.isEmpty() ? "Nothing to do." : "Nothing to write.";
        line(plan.batches().isEmpty() ? nothing : "To do: " + what + ".");
        if (!plan.holds().isEmpty()) {
            line("Held back: " + Words.count(plan.held().count(), "operation", "operations") + ".");
        }
        Integer outside = plan.situations().get("outside");
        if (outside != null) {
            line("Outside: " + Words.count(outside, "person", "people") + ", who need no tenant and hold nothing.");
        }
        if (!attention.isEmpty()) {
            line(attention.entrySet().stream()
                    .map(e -> e.getKey().counted(e.getValue()))
                    .collect(Collectors.joining(", ", "Look at: ", ".")));
        }
        line("Cost: " + cost());
    }

    private static String kind(Change change) {
        String kind = KINDS.get(change.phase());
        return kind == null ? revocation(change) : kind;
    }

    private static String revocation(Change change) {
        if (!change.survivingGroups().isEmpty()) {
            return "restored accounts to look at";
        }
        return change.leaves().isPresent() ? "memberships to remove" : "grants to revoke";
    }

    private String cost() {
        Cost cost = plan.cost();
        Duration time = cost.atBudget();
        return Words.count(cost.writes(), "write call", "write calls") + " and "
                + Words.count(cost.reads(), "confirming read", "confirming reads") + ", "
                + String.format(
                        Locale.ROOT,
                        "%.1f minutes at %d calls a minute.",
                        time.toMillis() / 60_000.0,
                        cost.callsPerMinute());
    }

    private <T> void shown(Iterable<T> all, String rest, java.util.function.Consumer<T> show) {
        int count = 0;
        for (T one : all) {
            if (count++ < most) {
                show.accept(one);
            }
        }
        if (count > most) {
            line("      ... and " + Words.number(count - most) + " " + rest);
        }
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
