// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.identity.IdentityId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What runs keep of a source that names the people who changed. Immutable. */
public sealed interface Feed extends Note {
    /** Returns the name of the source. */
    String source();

    /**
     * How far the changes of a source are planned, and what the last plan for everybody rested on: a plan for changed
     * people alone is enough only as long as that is the same. Immutable.
     *
     * @param watermark the watermark from which the next plan goes on
     * @param policyHash the policy
     * @param structure a fingerprint of the divisions, groups and roles that its names led to
     * @param day the day, because the policy may mean something else on another
     * @param pages how many pages the last plan for everybody read of the organization
     * @param ended how many runs have ended after which fewer people are due
     * @param read when the last plan for everybody began to read
     */
    record Position(
            String source,
            String watermark,
            String policyHash,
            String structure,
            LocalDate day,
            int pages,
            long ended,
            Instant read)
            implements Feed {
        static final String KIND = "feed-position";

        @Override
        public String name() {
            return source;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("source", source)
                    .put("watermark", watermark)
                    .put("policy", policyHash)
                    .put("structure", structure)
                    .put("day", day.toString())
                    .put("pages", pages)
                    .put("ended", ended)
                    .put("read", read)
                    .toString();
        }

        static Position read(Json json) {
            LocalDate day = LocalDate.parse(json.text("day"));
            return new Position(
                    json.text("source"),
                    json.text("watermark"),
                    json.text("policy"),
                    json.text("structure"),
                    day,
                    (int) json.number("pages"),
                    json.optional("ended").map(Long::valueOf).orElse(0L),
                    json.optional("read")
                            .map(Instant::parse)
                            .orElseGet(() -> day.atStartOfDay(ZoneOffset.UTC).toInstant()));
        }

        // A person who was due is so no more once erased, and may be in the source still: everybody is read once.
        @Override
        public Optional<Note> without(Erasure erasure) {
            return Optional.empty();
        }

        /** Returns this position with another watermark. */
        public Position at(String next) {
            return new Position(source, next, policyHash, structure, day, pages, ended, read);
        }

        /** Returns this position after one more run has ended. */
        public Position afterRun() {
            return new Position(source, watermark, policyHash, structure, day, pages, ended + 1, read);
        }
    }

    /**
     * The people whose changes a plan has shown and nobody has carried out yet: the next plan for changed people begins
     * with them. Without people, it says that a newer plan has read them all. Immutable.
     *
     * @param plan the fingerprint of the plan, or what names the run that applied it
     * @param watermark where the plan ended: what changed later it has not read; empty if that is unknown
     * @param until the time until which the plan may be applied
     */
    record Due(String source, String plan, Set<IdentityId> people, String watermark, Instant until) implements Feed {
        static final String KIND = "due";

        /** Copies the people. */
        public Due {
            people = Collections.unmodifiableSet(new TreeSet<>(people));
        }

        /** Returns a note of people who are due again; it does not say how far the source was read. */
        public static Due again(String source, String name, Set<IdentityId> people) {
            return new Due(source, name, people, "", Instant.EPOCH);
        }

        /** Returns this note with other people. */
        public Due with(Set<IdentityId> others) {
            return new Due(source, plan, others, watermark, until);
        }

        @Override
        public String name() {
            return plan + " " + source;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("source", source)
                    .put("plan", plan)
                    .putAll("people", people.stream().map(IdentityId::value))
                    .put("watermark", watermark)
                    .put("until", until)
                    .toString();
        }

        static Due read(Json json) {
            return new Due(
                    json.text("source"),
                    json.text("plan"),
                    Set.copyOf(json.texts("people", IdentityId::new)),
                    json.optional("watermark").orElse(""),
                    json.optional("until").map(Instant::parse).orElse(Instant.EPOCH));
        }

        @Override
        public Optional<Note> without(Erasure erasure) {
            Set<IdentityId> left = new TreeSet<>(people);
            left.remove(erasure.identity());
            return Optional.of(with(left))
                    .filter(d -> !left.isEmpty() || people.isEmpty())
                    .map(d -> d);
        }
    }
}
