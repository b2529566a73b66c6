// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Reach;
import io.tenantry.policy.TenantId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How many accounts reach each pair of tenants. Immutable. A role in all divisions is counted apart, because it would
 * fill every cell.
 */
public final class IsolationMatrix {
    private final List<Tenant> tenants;
    private final int[] reaching;
    private final int[][] violating;
    private final int[][] excepted;
    private final int everywhere;

    private IsolationMatrix(List<Tenant> tenants, int[] reaching, int[][] violating, int[][] excepted, int everywhere) {
        this.tenants = tenants;
        this.reaching = reaching;
        this.violating = violating;
        this.excepted = excepted;
        this.everywhere = everywhere;
    }

    static IsolationMatrix of(IsolationProof proof) {
        int n = proof.tenants().size();
        Map<TenantId, Integer> index = new HashMap<>();
        proof.tenants().forEach(t -> index.put(t.id(), index.size()));
        int[] reaching = new int[n];
        int[][] violating = new int[n][n];
        int[][] excepted = new int[n][n];
        int everywhere = 0;
        Set<String> violators = violators(proof);
        boolean[] reached = new boolean[n];
        for (Reach reach : proof.accounts()) {
            Arrays.fill(reached, false);
            reach.paths().forEach(p -> p.tenant().ifPresent(t -> reached[Objects.requireNonNull(index.get(t))] = true));
            everywhere += reach.isEverywhere() ? 1 : 0;
            int[][] into = violators.contains(reach.subject().id().value()) ? violating : excepted;
            for (int i = 0; i < n; i++) {
                for (int j = i; reached[i] && j < n; j++) {
                    if (i == j) {
                        reaching[i]++;
                    } else if (reached[j]) {
                        into[i][j]++;
                        into[j][i]++;
                    }
                }
            }
        }
        return new IsolationMatrix(proof.tenants(), reaching, violating, excepted, everywhere);
    }

    private static Set<String> violators(IsolationProof proof) {
        Set<String> violators = new HashSet<>();
        proof.violations().stream()
                .filter(v -> v.code() != Violation.Code.REACHES_EVERYWHERE)
                .forEach(v -> violators.add(v.reach().subject().id().value()));
        return violators;
    }

    /** Returns the tenants, in the order of rows and columns. */
    public List<Tenant> tenants() {
        return tenants;
    }

    /** Returns how many accounts reach a tenant. */
    public int reaching(int tenant) {
        return reaching[tenant];
    }

    /** Returns how many accounts reach both of two different tenants without being allowed to. */
    public int violating(int one, int other) {
        return violating[one][other];
    }

    /** Returns how many accounts reach both of two different tenants by a declared exception in force. */
    public int excepted(int one, int other) {
        return excepted[one][other];
    }

    /** Returns how many accounts reach every tenant by a role in all divisions. */
    public int everywhere() {
        return everywhere;
    }
}
