// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.identity.IdentityId;
import java.time.LocalDate;
import java.util.Collection;
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
     */
    record Position(String source, String watermark, String policyHash, String structure, LocalDate day, int pages)
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
                    .toString();
        }

        static Position read(Json json) {
            return new Position(
                    json.text("source"),
                    json.text("watermark"),
                    json.text("policy"),
                    json.text("structure"),
                    LocalDate.parse(json.text("day")),
                    (int) json.number("pages"));
        }

        /** Returns this position with another watermark. */
        public Position at(String next) {
            return new Position(source, next, policyHash, structure, day, pages);
        }
    }

    /**
     * The people whose changes a plan has shown and nobody has carried out yet: the next plan for changed people begins
     * with them. Immutable.
     *
     * @param plan the fingerprint of the plan
     */
    record Due(String source, String plan, Set<IdentityId> people) implements Feed {
        static final String KIND = "due";

        /** Copies the people. */
        public Due {
            people = Collections.unmodifiableSet(new TreeSet<>(people));
        }

        /** Returns who is still due after these people's changes are carried out; empty if nobody is. */
        public Optional<Due> without(Collection<IdentityId> done) {
            Set<IdentityId> left = new TreeSet<>(people);
            left.removeAll(done);
            return left.isEmpty() ? Optional.empty() : Optional.of(new Due(source, plan, left));
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
                    .toString();
        }

        static Due read(Json json) {
            return new Due(json.text("source"), json.text("plan"), Set.copyOf(json.texts("people", IdentityId::new)));
        }

        @Override
        public Optional<Note> without(Erasure erasure) {
            return without(Set.of(erasure.identity())).map(due -> due);
        }
    }
}
