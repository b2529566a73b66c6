// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import java.util.List;
import java.util.Set;

/**
 * Decides whether the holder of a permission can change what other people or the holder may do. It counts any
 * permission except "view" on roles and grants, or on the OAuth clients that carry them, and the powers to let people
 * in: into groups, which have no division, into queues and teams, and into an account of another person. The choice is
 * our reading of the vendor's permission names.
 */
final class Privilege {
    private static final Set<String> DOMAINS = Set.of("*", "authorization", "oauth");
    private static final List<String[]> DOORS = List.of(
            door("directory:group:add"),
            door("directory:group:edit"),
            door("directory:organization:admin"),
            door("directory:user:setPassword"),
            door("routing:queue:edit"),
            door("routing:queueMember:manage"),
            door("groups:team:assign"),
            door("groups:work_team:manage"));

    private Privilege() {}

    private static String[] door(String permission) {
        return permission.split(":", -1);
    }

    /** Returns whether a permission, or one that {@code *} stands for in it, is such a power. */
    static boolean in(String domain, String entity, String action) {
        return DOMAINS.contains(domain)
                ? !action.equals("view")
                : DOORS.stream().anyMatch(d -> domain.equals(d[0]) && means(entity, d[1]) && means(action, d[2]));
    }

    private static boolean means(String written, String part) {
        return written.equals("*") || written.equals(part);
    }
}
