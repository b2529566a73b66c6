// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Node.Scalar;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code leaver}, {@code authority} and {@code limits}, each on top of what holds otherwise. */
final class GovernanceBinder {
    private final Problems problems;

    GovernanceBinder(Problems problems) {
        this.problems = problems;
    }

    Governance read(Section section, Governance otherwise) {
        return new Governance(
                leaver(section, otherwise.leaver()), authority(section, otherwise), limits(section, otherwise));
    }

    private LeaverMode leaver(Section section, LeaverMode otherwise) {
        Optional<Node> written = section.node("leaver");
        if (written.isPresent() && written.get() instanceof Scalar s && s.text().equals("delete")) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    s.at(),
                    section.path("leaver"),
                    "a leaver's account is never deleted",
                    "Write deactivate or strip");
            return otherwise;
        }
        return section.word("leaver", LeaverMode.values(), LeaverMode::key).orElse(otherwise);
    }

    private Map<EntitlementKind, Authority> authority(Section section, Governance otherwise) {
        Map<EntitlementKind, Authority> all = new EnumMap<>(otherwise.authority());
        Optional<Node> written = section.node("authority");
        if (written.isPresent() && written.get() instanceof Scalar) {
            section.word("authority", Authority.values(), Authority::key).ifPresent(a -> all.replaceAll((k, v) -> a));
            return all;
        }
        section.section("authority", Keys.KINDS).ifPresent(kinds -> {
            for (EntitlementKind kind : EntitlementKind.values()) {
                kinds.word(kind.key(), Authority.values(), Authority::key).ifPresent(a -> all.put(kind, a));
            }
        });
        return all;
    }

    private Map<EntitlementKind, Limit> limits(Section section, Governance otherwise) {
        Map<EntitlementKind, Limit> all = new EnumMap<>(otherwise.limits());
        section.section("limits", Keys.KINDS).ifPresent(kinds -> {
            for (EntitlementKind kind : EntitlementKind.values()) {
                kinds.section(kind.key(), Keys.LIMIT).ifPresent(s -> all.put(kind, limit(s, otherwise.limit(kind))));
            }
        });
        return all;
    }

    private Limit limit(Section section, Limit otherwise) {
        long max = section.wholeNumber("max").orElse((long) otherwise.max());
        long percent = section.wholeNumber("percent").orElse((long) otherwise.percent());
        if (max < 0 || percent < 0) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    section.at(),
                    section.path("max"),
                    "a limit is not negative",
                    "Write 0 or more");
            return otherwise;
        }
        // What is too large for a limit is made as large as one can be, for the lint to refuse.
        return new Limit((int) Math.min(max, Integer.MAX_VALUE), (int) Math.min(percent, 100));
    }
}
