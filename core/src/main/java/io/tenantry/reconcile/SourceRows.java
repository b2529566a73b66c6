// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a source, each identity once. A row that a shifting page repeated counts once; rows of one identity that say
 * different things contradict each other, and nobody can tell which of them is true.
 */
record SourceRows(List<Identity> identities, Set<IdentityId> contradicted, List<Finding> findings) {
    static SourceRows of(Collection<Identity> rows) {
        Map<IdentityId, Identity> first = new LinkedHashMap<>();
        Set<IdentityId> contradicted = new LinkedHashSet<>();
        for (Identity row : rows) {
            Identity other = first.putIfAbsent(row.id(), row);
            if (other != null && !says(row).equals(says(other))) {
                contradicted.add(row.id());
            } else if (other != null && row.origin().compareTo(other.origin()) < 0) {
                first.put(row.id(), row);
            }
        }
        first.keySet().removeAll(contradicted);
        List<Finding> findings =
                contradicted.stream().map(Findings::contradiction).toList();
        return new SourceRows(new ArrayList<>(first.values()), contradicted, findings);
    }

    private static List<Object> says(Identity row) {
        return List.of(row.userName(), row.displayName(), row.enabled(), row.sourceGroups(), row.attributes());
    }
}
