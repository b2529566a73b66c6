// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds which holders of roles are OAuth clients. Reads the holders of the rarest role of each, once for each role. */
public final class ClientNames {
    private ClientNames() {}

    /**
     * Returns the names of the clients among the holders; a read that the service refuses finds none.
     *
     * @param read reads which of these holders of a role are clients
     * @param held the grants that were read
     * @param unknown accepts the holders to ask about: those that are neither an account nor a group
     */
    public static Map<SubjectId, String> read(
            BiFunction<RoleId, Set<SubjectId>, Map<SubjectId, String>> read,
            Collection<Grant> held,
            Predicate<SubjectId> unknown) {
        Map<SubjectId, String> names = new HashMap<>();
        rarest(held, unknown).forEach((role, holders) -> {
            try {
                names.putAll(read.apply(role, holders));
            } catch (DirectoryException e) {
                if (e.failure() == Failure.RETRY_LATER) {
                    throw e;
                }
            }
        });
        return names;
    }

    private static Map<RoleId, Set<SubjectId>> rarest(Collection<Grant> held, Predicate<SubjectId> unknown) {
        Map<RoleId, Long> counts = held.stream().collect(Collectors.groupingBy(Grant::role, Collectors.counting()));
        Comparator<RoleId> rare =
                Comparator.comparing((RoleId r) -> counts.getOrDefault(r, 0L)).thenComparing(RoleId::value);
        Map<SubjectId, RoleId> roles = new TreeMap<>();
        held.stream()
                .filter(g -> unknown.test(g.subject()))
                .forEach(g -> roles.merge(g.subject(), g.role(), (a, b) -> rare.compare(a, b) <= 0 ? a : b));
        Map<RoleId, Set<SubjectId>> holders = new TreeMap<>(Comparator.comparing(RoleId::value));
        roles.forEach((holder, role) ->
                holders.computeIfAbsent(role, k -> new TreeSet<>()).add(holder));
        return holders;
    }
}
