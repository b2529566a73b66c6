// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.internal.Fold;
import io.tenantry.internal.Sha256;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A line for a joint agent that was in force. When the policy has it no longer, the agent loses what it gave, also if no
 * tenant or several match. Immutable.
 *
 * @param agent a fingerprint of the identity that the line names
 * @param tenants the tenants of the line
 * @param home the tenant in whose division the account lives
 */
public record JointLine(String agent, Set<TenantId> tenants, TenantId home) implements Note {
    static final String KIND = "joint-line";

    /** Copies the tenants. */
    public JointLine {
        tenants = Set.copyOf(tenants);
    }

    /** Returns the note of a line of the policy. */
    public static JointLine of(JointAgent line) {
        return new JointLine(agent(line.identity()), Set.copyOf(line.tenants()), line.home());
    }

    /** Returns the fingerprint of an identity id or a user name. */
    public static String agent(String idOrUserName) {
        return Sha256.hex(Fold.of(idOrUserName));
    }

    /** Returns whether the line is for the person with this identity id, or with this user name. */
    public boolean names(String id, String userName) {
        return agent.equals(agent(id)) || agent.equals(agent(userName));
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
        return Optional.<Note>of(this)
                .filter(line -> !agent.equals(agent(erasure.identity().value())));
    }

    static JointLine read(Json json) {
        return new JointLine(
                json.text("agent"),
                json.texts("tenants", TenantId::new).stream().collect(Collectors.toSet()),
                new TenantId(json.text("home")));
    }
}
