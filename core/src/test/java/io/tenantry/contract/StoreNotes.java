// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.store.Baseline;
import io.tenantry.store.Held;
import io.tenantry.store.JointLine;
import io.tenantry.store.Journal;
import io.tenantry.store.Note;
import io.tenantry.store.Pin;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Notes of every kind. */
interface StoreNotes extends StoreClauses {
    /** Every kind of note comes back equal. */
    @Test
    default void everyKindOfNoteComesBack() {
        List<Note> notes = every();
        store().commit(notes.stream().<StoreWrite>map(StoreWrite.Keep::new).toList());

        world().reopen();

        assertThat(store().notes().all()).containsExactlyInAnyOrderElementsOf(notes);
    }

    /** A note replaces the one of its kind and name, and no other. */
    @Test
    default void noteReplacesTheOneOfItsName() {
        Quarantine first = new Quarantine("tenant a", 1, NOON, NOON.plusSeconds(9), "refused");
        Quarantine second = new Quarantine("tenant a", 2, NOON, NOON.plusSeconds(99), "refused again");
        Quarantine other = new Quarantine("tenant A", 1, NOON, NOON, "");
        commit(new StoreWrite.Keep(first), new StoreWrite.Keep(other));

        commit(new StoreWrite.Keep(second));

        assertThat(store().notes().quarantines()).containsExactlyInAnyOrder(second, other);
    }

    /** A note that is dropped is gone; one that was never kept can be dropped. */
    @Test
    default void droppedNoteIsGone() {
        List<Note> notes = every();
        store().commit(notes.stream().<StoreWrite>map(StoreWrite.Keep::new).toList());

        store().commit(notes.stream().<StoreWrite>map(StoreWrite.Drop::of).toList());
        commit(new StoreWrite.Drop("quarantine", "never there"));

        assertThat(store().notes().all()).isEmpty();
    }

    private static List<Note> every() {
        Group group = new Group(new GroupId("g"), "Agents \"é\"");
        Division division = new Division(new DivisionId("d"), "Tenant A", false);
        Role role = new Role(new RoleId("r"), "Agent");
        return List.of(
                new Baseline.SourceSize("hr", 7),
                new Baseline.Counts(
                        Map.of(A, Map.of(EntitlementKind.ACCOUNTS, 3L), B, Map.of()), Map.of(A, new DivisionId("d"))),
                new Baseline.HomeDivision(new DivisionId("home"), new Organization("o", "Acme BPO", "acme")),
                new Baseline.Access(A, false, NOON),
                Baseline.Seen.given(A, Set.of(new GroupId("g1"), new GroupId("g2"))),
                new JointLine("print", Set.of(A, B), A),
                Baseline.Seen.acceptedMembers(new SubjectId("s"), Set.of(new AccountId("1"), new AccountId("2"))),
                new Baseline.AcceptedHolder(AcceptedAccess.Kind.CLIENT, "a client", new SubjectId("c")),
                new Baseline.RolePrint("profiles", new RoleId("r"), Set.of("a:b:c", "a:*:*"), "ciso: \"needed\""),
                new Baseline.Generation(7),
                new Baseline.Seen(Baseline.Seen.What.UNFOUND, "hr", Set.of("print")),
                new Baseline.Seen(Baseline.Seen.What.SOURCE_GROUPS, "hr", Set.of("2026-11-24 12 Account \"é\"")),
                new Baseline.Seen(Baseline.Seen.What.LOST_GROUPS, "hr", Set.of()),
                new Baseline.Seen(Baseline.Seen.What.OUTSIDE, "hr", Set.of("a print")),
                Baseline.Seen.withoutRule(Set.of(new GroupId("g1"), new GroupId("g2"))),
                new Baseline.CompleteSweep(NOON, 2, "hash", "print"),
                new Baseline.TrailEnd(B, 5, "hash"),
                new Held.All(List.of(
                        new Held("p", "limit", Optional.of(A), 3, "too many, \"é\"", NOON),
                        new Held("p", "source", Optional.empty(), 0, "", NOON))),
                new Quarantine("source hr", 3, NOON, NOON.plusSeconds(5), "refused\nthrice"),
                new Quarantine("tenant z", 1, NOON, NOON, "", Optional.of(new DivisionId("d"))),
                Pin.of(A, "Tenant A", new DivisionId("d")),
                Pin.of(A, "Tenant A", new GroupId("d")),
                Pin.of("Ana@acme.example", new IdentityId("ana")),
                gain(1, new Entitlement.Membership(group)),
                gain(2, new Entitlement.Residence(division)),
                gain(3, new Entitlement.AccountRole(role, division)),
                gain(4, new Entitlement.GroupRole(group, role, division)));
    }

    private static Journal.Gain gain(int operation, Entitlement entitlement) {
        return new Journal.Gain(
                "run",
                operation,
                A,
                Optional.of(new IdentityId("ana")).filter(i -> operation != 4),
                Optional.of(new AccountId("acc")).filter(i -> operation != 4),
                entitlement,
                new TreeSet<>(Set.of(A, B)),
                NOON,
                operation == 2);
    }
}
