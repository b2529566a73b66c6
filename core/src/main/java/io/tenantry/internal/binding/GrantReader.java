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

/** Reads the grants that give access to tenants, division by division and never by person. */
public final class GrantReader {
    private GrantReader() {}

    /**
     * Returns the grants in each of these divisions.
     *
     * @param divisions the divisions, with {@link DivisionId#EVERYWHERE} for the grants in all divisions
     * @param read reads one division, and decides what a refusal means
     */
    public static Map<DivisionId, Listing<Grant>> read(
            List<DivisionId> divisions, Function<DivisionId, Listing<Grant>> read, Progress progress) {
        Map<DivisionId, Listing<Grant>> grants = new LinkedHashMap<>();
        for (DivisionId division : divisions) {
            grants.put(division, read.apply(division));
            progress.on(new Progress.Event(Step.IMPORT, "grants in divisions", grants.size(), divisions.size()));
        }
        return grants;
    }
}
