// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The authority over each kind of entitlement, and the limits, of a tenant or of the organization. Immutable.
 *
 * @param window how far back removals and changes of names of earlier runs count against the limits, so that a mass removal in small parts
 *     is held too
 */
public record Governance(
        LeaverMode leaver, Map<EntitlementKind, Authority> authority, Map<LimitKind, Limit> limits, Duration window) {
    /** The window if a policy sets none. */
    public static final Duration DEFAULT_WINDOW = Duration.ofHours(24);

    /** The longest window that a policy can set; a store remembers removals at least this long. */
    public static final Duration LONGEST_WINDOW = Duration.ofDays(31);

    /** Copies the maps. */
    public Governance {
        authority = copy(authority, Authority.MANAGED_ONLY);
        limits = Collections.unmodifiableMap(withDefaults(limits));
    }

    /** Creates a governance with limits on removals, the default limit on names, and the {@link #DEFAULT_WINDOW}. */
    public Governance(
            LeaverMode leaver, Map<EntitlementKind, Authority> authority, Map<EntitlementKind, Limit> limits) {
        this(leaver, authority, onRemovals(limits), DEFAULT_WINDOW);
    }

    private static Map<LimitKind, Limit> onRemovals(Map<EntitlementKind, Limit> limits) {
        Map<LimitKind, Limit> all = new EnumMap<>(LimitKind.class);
        limits.forEach((kind, limit) -> all.put(LimitKind.of(kind), limit));
        return all;
    }

    /** Returns the authority over one kind of entitlement. */
    public Authority over(EntitlementKind kind) {
        return authority.getOrDefault(kind, Authority.MANAGED_ONLY);
    }

    /** Returns the limit on what this kind counts. */
    public Limit limit(LimitKind kind) {
        return limits.getOrDefault(kind, kind.defaultLimit());
    }

    /** Returns the governance that applies if a policy sets none. */
    public static Governance defaults() {
        return new Governance(LeaverMode.DEACTIVATE, Map.of(), Map.of());
    }

    private static Map<EntitlementKind, Authority> copy(Map<EntitlementKind, Authority> given, Authority otherwise) {
        Map<EntitlementKind, Authority> all = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            all.put(kind, given.getOrDefault(kind, otherwise));
        }
        return Collections.unmodifiableMap(all);
    }

    private static Map<LimitKind, Limit> withDefaults(Map<LimitKind, Limit> given) {
        Map<LimitKind, Limit> all = new EnumMap<>(LimitKind.class);
        for (LimitKind kind : LimitKind.values()) {
            all.put(kind, given.getOrDefault(kind, kind.defaultLimit()));
        }
        return all;
    }
}
