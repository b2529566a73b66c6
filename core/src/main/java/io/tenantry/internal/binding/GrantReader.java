// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Listing;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the grants that give access to tenants, one division after the other and never by person. */
public final class GrantReader {
    private GrantReader() {}

    /**
     * Returns the grants in each division that a tenant owns, and under {@link DivisionId#EVERYWHERE} those in all divisions.
     *
     * @param read reads one division, and decides what a refusal means
     */
    public static Map<DivisionId, Listing<Grant>> read(
            BoundPolicy bound, Function<DivisionId, Listing<Grant>> read, Progress progress) {
        List<DivisionId> divisions = bound.grantedDivisions();
        Map<DivisionId, Listing<Grant>> grants = new LinkedHashMap<>();
        for (DivisionId division : divisions) {
            grants.put(division, read.apply(division));
            progress.on(new Progress.Event(Step.IMPORT, "grants in divisions", grants.size(), divisions.size()));
        }
        return grants;
    }
}
