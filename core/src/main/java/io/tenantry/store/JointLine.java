// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.internal.Sha256;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A line for a joint agent that was in force. When the policy has it no longer, the agent loses what it gave, also if no
 * tenant or several match. Immutable.
 *
 * @param agent a fingerprint of the identity that the line is for
 * @param tenants the tenants of the line
 * @param home the tenant in whose division the account lives
 */
public record JointLine(String agent, Set<TenantId> tenants, TenantId home) implements Note {
    static final String KIND = "joint-line";

    /** Copies the tenants. */
    public JointLine {
        tenants = Set.copyOf(tenants);
    }

    /** Returns the note of a line of the policy that names its identity by the id. */
    public static JointLine of(JointAgent line) {
        return new JointLine(agent(new IdentityId(line.identity())), Set.copyOf(line.tenants()), line.home());
    }

    /** Returns this line with the tenants of another one for the same agent too. */
    public JointLine and(JointLine other) {
        Set<TenantId> both = new HashSet<>(tenants);
        both.addAll(other.tenants);
        return new JointLine(agent, both, home);
    }

    /** Returns the fingerprint of an identity. */
    public static String agent(IdentityId identity) {
        return Sha256.hex(Fold.of(identity.value()));
    }

    /** Returns whether the line is for this identity. */
    public boolean isFor(IdentityId identity) {
        return agent.equals(agent(identity));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String name() {
        return agent;
    }

    @Override
    public String text() {
        return new Json()
                .put("agent", agent)
                .putAll("tenants", tenants.stream().map(TenantId::value).sorted())
                .put("home", home.value())
                .toString();
    }

    @Override
    public Optional<Note> without(Erasure erasure) {
        return Optional.<Note>of(this).filter(line -> !isFor(erasure.identity()));
    }

    static JointLine read(Json json) {
        return new JointLine(
                json.text("agent"),
                json.texts("tenants", TenantId::new).stream().collect(Collectors.toSet()),
                new TenantId(json.text("home")));
    }
}
