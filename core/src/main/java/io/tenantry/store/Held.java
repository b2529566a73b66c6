// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A hold of the last plan. Immutable.
 *
 * @param plan the fingerprint of the plan
 * @param code the stable code of the hold, for machines
 * @param tenant the tenant whose operations are held; absent if the hold is on the whole organization
 * @param operations how many operations are held
 * @param message the text for people
 * @param since when a plan first held it
 */
public record Held(String plan, String code, Optional<TenantId> tenant, int operations, String message, Instant since) {
    /** Returns this hold without its message if that names an erased person. */
    public Held without(Erasure erasure) {
        return new Held(plan, code, tenant, operations, erasure.redacted(message), since);
    }

    /** All holds of the last plan; a hold stays until a later plan no longer has it. Immutable. */
    public record All(List<Held> held) implements Note {
        static final String KIND = "holds";

        /** Copies the holds. */
        public All {
            held = List.copyOf(held);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String name() {
            return "";
        }

        @Override
        public String text() {
            return new Json()
                    .putEach("holds", held.stream().map(Held::json).toList())
                    .toString();
        }

        static All read(Json json) {
            return new All(json.objects("holds", Held::read));
        }

        @Override
        public Optional<Note> without(Erasure erasure) {
            return Optional.of(
                    new All(held.stream().map(h -> h.without(erasure)).toList()));
        }
    }

    private Json json() {
        return new Json()
                .put("plan", plan)
                .put("code", code)
                .put("tenant", tenant.map(TenantId::value))
                .put("operations", operations)
                .put("message", message)
                .put("since", since);
    }

    private static Held read(Json json) {
        return new Held(
                json.text("plan"),
                json.text("code"),
                json.optional("tenant").map(TenantId::new),
                (int) json.number("operations"),
                json.text("message"),
                json.instant("since"));
    }
}
