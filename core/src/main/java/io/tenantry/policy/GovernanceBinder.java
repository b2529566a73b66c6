// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code leaver}, {@code authority} and {@code limits}; values that are not written come from the defaults. */
final class GovernanceBinder {
    private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,2})([hd])");

    private final Problems problems;

    GovernanceBinder(Problems problems) {
        this.problems = problems;
    }

    Governance read(Section section, Governance otherwise) {
        Optional<Section> limits = section.section("limits", Keys.LIMITS);
        return new Governance(
                leaver(section, otherwise.leaver()),
                authority(section, otherwise),
                limits(limits, otherwise),
                limits.flatMap(this::window).orElse(otherwise.window()));
    }

    private LeaverMode leaver(Section section, LeaverMode otherwise) {
        Optional<Node> written = section.node("leaver");
        if (written.flatMap(Node::scalar).filter(s -> s.text().equals("delete")).isPresent()) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    written.get().at(),
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
        if (written.flatMap(Node::scalar).isPresent()) {
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

    private Map<LimitKind, Limit> limits(Optional<Section> section, Governance otherwise) {
        Map<LimitKind, Limit> all = new EnumMap<>(otherwise.limits());
        section.ifPresent(kinds -> {
            for (LimitKind kind : LimitKind.values()) {
                kinds.section(kind.key(), Keys.LIMIT).ifPresent(s -> all.put(kind, limit(s, otherwise.limit(kind))));
            }
        });
        return all;
    }

    private Optional<Duration> window(Section limits) {
        Optional<String> written = limits.text("window");
        Optional<Duration> window =
                written.flatMap(GovernanceBinder::time).filter(w -> w.compareTo(Governance.LONGEST_WINDOW) <= 0);
        if (written.isPresent() && window.isEmpty()) {
            notATime(written.get(), limits);
        }
        return window;
    }

    private static Optional<Duration> time(String written) {
        Matcher matcher = WINDOW.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number));
    }

    private void notATime(String written, Section limits) {
        problems.add(
                ProblemCode.BAD_VALUE,
                limits.spot("window"),
                limits.path("window"),
                Quote.of(written) + " is not a duration of at most 31 days",
                "Write hours or days, as in 24h or 7d");
    }

    private Limit limit(Section section, Limit otherwise) {
        long max = section.wholeNumber("max").orElse((long) otherwise.max());
        long percent = section.wholeNumber("percent").orElse((long) otherwise.percent());
        if (max < 0 || percent < 0) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    section.at(),
                    section.path("max"),
                    "a limit cannot be negative",
                    "Write 0 or more");
            return otherwise;
        }
        // A number that is too large becomes the largest possible limit, which the lint refuses.
        return new Limit((int) Math.min(max, Integer.MAX_VALUE), (int) Math.min(percent, 100));
    }
}
