// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.internal.CanonicalJson;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Row;

/** The line of a row: canonical JSON of everything that its hash covers. */
final class AuditLine {
    private AuditLine() {}

    static String of(Row row) {
        Fact fact = row.fact();
        CanonicalJson line = new CanonicalJson()
                .put("v", 2)
                .put("tenant", fact.tenant().value())
                .put("number", row.number())
                .put("at", fact.at().toString())
                .put("run", fact.run())
                .put("policy", fact.policy())
                .put("operation", fact.operation())
                .put("kind", fact.kind().key())
                .put("about", fact.about())
                .put("result", fact.result().name())
                .put(
                        "erased",
                        fact.erased().stream()
                                .map(p ->
                                        new CanonicalJson().put("row", p.row()).put("seal", p.seal()))
                                .toList())
                .put(
                        "seals",
                        row.seals().stream()
                                .map(s -> new CanonicalJson()
                                        .put("part", s.part().key())
                                        .put("digest", s.digest()))
                                .toList())
                .put("previous", row.previous());
        fact.entitlement().ifPresent(e -> line.put("entitlement", e.match(new Fields())));
        return line.text();
    }

    /** Writes the fields of each kind of entitlement. */
    private static final class Fields implements Entitlement.Cases<CanonicalJson> {
        @Override
        public CanonicalJson residence(Entitlement.Residence held) {
            return kind("residence").put("division", division(held.division()));
        }

        @Override
        public CanonicalJson membership(Entitlement.Membership held) {
            return kind("membership").put("group", group(held.group()));
        }

        @Override
        public CanonicalJson accountRole(Entitlement.AccountRole held) {
            return kind("account-role").put("role", role(held.role())).put("division", division(held.division()));
        }

        @Override
        public CanonicalJson groupRole(Entitlement.GroupRole held) {
            return kind("group-role")
                    .put("group", group(held.group()))
                    .put("role", role(held.role()))
                    .put("division", division(held.division()));
        }

        private static CanonicalJson kind(String kind) {
            return new CanonicalJson().put("kind", kind);
        }

        private static CanonicalJson division(Division division) {
            return named(division.id().value(), division.name());
        }

        private static CanonicalJson group(Group group) {
            return named(group.id().value(), group.name());
        }

        private static CanonicalJson role(Role role) {
            return named(role.id().value(), role.name());
        }

        private static CanonicalJson named(String id, String name) {
            return new CanonicalJson().put("id", id).put("name", name);
        }
    }
}
