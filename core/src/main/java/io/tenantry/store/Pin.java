// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * The id that a run found for a name of the policy, so that a rename does not lose it. A pin counts only for
 * its name: a policy that writes another name means another division or group. Immutable.
 *
 * @param what what has the id
 * @param tenant the tenant whose name it is, or {@link #POLICY}
 * @param named the name in the policy
 */
public record Pin(What what, TenantId tenant, String named, String id) implements Note {
    /** Stands for the tenant of names that belong to the whole policy; no tenant of a policy is called so. */
    public static final TenantId POLICY = new TenantId("*");

    /** Creates the pin of a tenant's division. */
    public static Pin of(TenantId tenant, String named, DivisionId id) {
        return new Pin(What.DIVISION, tenant, named, id.value());
    }

    /** Creates the pin of a tenant's group. */
    public static Pin of(TenantId tenant, String named, GroupId id) {
        return new Pin(What.GROUP, tenant, named, id.value());
    }

    /** Creates the pin of a role. */
    public static Pin of(String named, RoleId id) {
        return new Pin(What.ROLE, POLICY, named, id.value());
    }

    /** Creates the pin of a division that is shared, or in which the policy accepts access. */
    public static Pin of(String named, DivisionId id) {
        return new Pin(What.PLACE, POLICY, named, id.value());
    }

    /** Creates the pin of the identity that a line for a joint agent is for. It is never replaced. */
    public static Pin of(String named, IdentityId id) {
        return new Pin(What.JOINT_AGENT, POLICY, Fold.of(named), id.value());
    }

    /** Returns the pin that says that a tenant had this once, under any name. */
    public Pin nameless(TenantId had) {
        return new Pin(what, had, id, id);
    }

    /** Returns whether the policy does not call this by a name any more, because it means something else, or another has it. */
    public boolean isNameless() {
        return named.equals(id);
    }

    @Override
    public String kind() {
        return what.kind();
    }

    @Override
    public String name() {
        return tenant + " " + named;
    }

    @Override
    public String text() {
        return new Json()
                .put("tenant", tenant.value())
                .put("named", named)
                .put("id", id)
                .toString();
    }

    @Override
    public Optional<Note> without(Erasure erasure) {
        boolean theirs =
                what == What.JOINT_AGENT && id.equals(erasure.identity().value());
        return theirs ? Optional.empty() : Optional.of(this);
    }

    static Pin read(What what, Json json) {
        return new Pin(what, new TenantId(json.text("tenant")), json.text("named"), json.text("id"));
    }

    /** What has the id. */
    public enum What {
        /** A division. */
        DIVISION("pinned-division"),
        /** A group. */
        GROUP("pinned-group"),
        /** A role. */
        ROLE("pinned-role"),
        /** A division that belongs to no tenant as such: a shared one, or the place of accepted access. */
        PLACE("pinned-place"),
        /** The identity that a line for a joint agent is for. */
        JOINT_AGENT("pinned-joint-agent");

        private final String kind;

        What(String kind) {
            this.kind = kind;
        }

        String kind() {
            return kind;
        }
    }
}
