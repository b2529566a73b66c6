// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A permission that the credential lacks, and where. Immutable.
 *
 * @param permission the service's own name for it, such as {@code directory:user:edit}
 * @param division where it is missing; absent if a role with it belongs into all divisions
 * @param purpose what it is needed for, such as {@code create accounts}
 */
public record MissingPermission(String permission, Optional<DivisionId> division, String purpose) {
    /**
     * Returns a sentence for each permission, with all divisions in which it is missing.
     *
     * @param name returns the name under which to show a division
     */
    public static List<String> sentences(List<MissingPermission> missing, Function<DivisionId, String> name) {
        Map<String, List<MissingPermission>> byPermission = missing.stream()
                .collect(Collectors.groupingBy(MissingPermission::permission, LinkedHashMap::new, Collectors.toList()));
        return byPermission.entrySet().stream()
                .map(e -> "the credential lacks " + e.getKey() + " in " + where(e.getValue(), name)
                        + ", and needs it to " + e.getValue().get(0).purpose())
                .toList();
    }

    private static String where(List<MissingPermission> missing, Function<DivisionId, String> name) {
        String divisions =
                missing.stream().flatMap(m -> m.division().stream()).map(name).collect(Collectors.joining(", "));
        return divisions.isEmpty() ? "all divisions" : "division " + divisions;
    }

    /** Returns a sentence that says how to give the permission, and what it is needed for. */
    @Override
    public String toString() {
        return "give the OAuth client a role with " + permission
                + division.map(d -> " in division " + d).orElse(" in all divisions") + ", to " + purpose;
    }
}
