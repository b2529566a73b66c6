// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the clauses of a store share. */
interface StoreClauses {
    TenantId A = new TenantId("a");
    TenantId B = new TenantId("b");
    Instant NOON = Instant.parse("2026-11-29T12:00:00.123456Z");

    /** Returns the store of this test and what is around it. */
    StoreWorld world();

    /** Returns the store of this test. */
    default ProvisioningStore store() {
        return world().store();
    }

    /** Writes all of these or none. */
    default void commit(StoreWrite... writes) {
        store().commit(List.of(writes));
    }

    /** Returns the rows of a tenant. */
    default List<Row> rows(TenantId tenant) {
        List<Row> rows = new ArrayList<>();
        store().audit(tenant, 0, rows::add);
        return rows;
    }

    /** Checks that something is refused for this reason. */
    static void fails(StoreException.Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call)
                .extracting(StoreException::kind)
                .isEqualTo(kind);
    }

    /** Returns the intention to make a call that removes nothing. */
    static StoreWrite intend(int number) {
        return intend(number, List.of());
    }

    /** Returns the intention to make a call that removes these. */
    static StoreWrite intend(int number, List<Removal> removals) {
        return new StoreWrite.Intend(intent(number), removals);
    }

    /** Returns a call of the run "run". */
    static Journal.Intent intent(int number) {
        return new Journal.Intent(
                "run",
                number,
                List.of(number + " join group"),
                List.of(entry(A, "ana", NOON)),
                NOON.plusSeconds(number));
    }

    /** Returns the outcome of a call of the run "run". */
    static StoreWrite conclude(int number, Journal.Result result) {
        return new StoreWrite.Conclude(new Journal.Conclusion("run", number, result, "as tried", NOON));
    }

    /** Returns one removed membership of a tenant; its division is known in every other second. */
    static Removal removal(TenantId tenant, Instant at) {
        Optional<DivisionId> division = Optional.of(new DivisionId("d")).filter(d -> at.getEpochSecond() % 2 == 0);
        return new Removal("run", tenant, division, LimitKind.MEMBERSHIPS, 3, at);
    }

    /** Returns the link of a person to the account of the same name. */
    static StoreWrite link(String person) {
        return new StoreWrite.Link(new IdentityId(person), new AccountId("account of " + person));
    }

    /** Returns an entry about a membership. */
    static Entry entry(TenantId tenant, String person, Instant at) {
        return entry(tenant, person, "", at);
    }

    /** Returns an entry about a membership with a text of its own. */
    static Entry entry(TenantId tenant, String person, String detail, Instant at) {
        Fact fact = new Fact(
                at,
                "run",
                "policy",
                1,
                tenant,
                Kind.GIVE,
                Optional.of(new Entitlement.Membership(new Group(new GroupId("g"), "Agents é"))),
                detail,
                List.of(),
                Result.APPLIED);
        return new Entry(
                fact,
                Optional.of(new Who(person, "account of " + person)),
                new Why("rule \"é\"", "users.csv:7", detail),
                List.of("cto"));
    }
}
