// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of looking for a division by name. Only {@link Resolved} and {@link Renamed} give a division to work with.
 * All others are reasons to stop, and none of them falls back to another division. Immutable.
 */
public sealed interface DivisionResolution {
    /** Returns the name that was asked for. */
    String asked();

    /** Returns the division to work with, if there is exactly one that may be used. */
    default Optional<Division> division() {
        return Optional.empty();
    }

    /** Returns a sentence for people that says what was found and what to do. */
    String explanation();

    /** Calls the method for this kind of result and returns its answer. */
    <T> T match(Cases<T> cases);

    /** Returns whether a complete read showed no such division, so that it may be created. */
    default boolean isMissing() {
        return false;
    }

    /** Returns in words how the name of the pinned division has changed, if it has. */
    default Optional<String> change() {
        return Optional.empty();
    }

    /** Returns the pinned id, if no listing shows a division with it. */
    default Optional<DivisionId> lost() {
        return Optional.empty();
    }

    /**
     * One method for each kind of result.
     *
     * @param <T> the type of an answer
     */
    interface Cases<T> {
        /** Answers for the one division of that name or id. */
        T resolved(Resolved found);

        /** Answers for a division that has another name now. */
        T renamed(Renamed found);

        /** Answers for a name that no division has. */
        T missing(Missing found);

        /** Answers for a name that several divisions have. */
        T ambiguous(Ambiguous found);

        /** Answers for a name that only looks like a division's. */
        T lookAlike(LookAlike found);

        /** Answers for a division that an incomplete read did not show. */
        T notVisible(NotVisible found);

        /** Answers for the Home division. */
        T homeRefused(HomeRefused found);

        /** Answers for all divisions at once. */
        T everywhereRefused(EverywhereRefused found);
    }

    /** Exactly one division has this name, or the pinned id has it. */
    record Resolved(String asked, Division found) implements DivisionResolution {
        @Override
        public Optional<Division> division() {
            return Optional.of(found);
        }

        @Override
        public String explanation() {
            return "\"" + asked + "\" is division " + found.id();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.resolved(this);
        }
    }

    /**
     * The pinned id exists under another name. The id wins.
     *
     * @param found the division as it is now
     * @param namesake another division that has the asked name now, if there is one
     */
    record Renamed(String asked, Division found, Optional<Division> namesake) implements DivisionResolution {
        @Override
        public Optional<Division> division() {
            return Optional.of(found);
        }

        @Override
        public String explanation() {
            return Words.renamed("division", asked, found.id(), found.name(), namesake.map(Division::id));
        }

        @Override
        public Optional<String> change() {
            return Optional.of(explanation());
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.renamed(this);
        }
    }

    /** A complete read showed no division of this name. */
    record Missing(String asked) implements DivisionResolution {
        @Override
        public String explanation() {
            return "no division is called \"" + asked + "\": create it, or correct the name";
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.missing(this);
        }

        @Override
        public boolean isMissing() {
            return true;
        }
    }

    /**
     * Several divisions have this name up to white space, case and compatible characters.
     *
     * @param candidates sorted by id
     */
    record Ambiguous(String asked, List<Division> candidates) implements DivisionResolution {
        /** Copies the candidates. */
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String explanation() {
            return "several divisions are called \"" + asked + "\": pin one by its id; " + list(candidates);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.ambiguous(this);
        }
    }

    /**
     * No division has this name, but the names of some look like it.
     *
     * @param candidates sorted by id
     */
    record LookAlike(String asked, List<Division> candidates) implements DivisionResolution {
        /** Copies the candidates. */
        public LookAlike {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String explanation() {
            return "no division is called \"" + asked
                    + "\", but one looks like it and is spelled with other characters: "
                    + "copy its name or pin its id; " + list(candidates);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.lookAlike(this);
        }
    }

    /**
     * The division was not seen, which does not prove that it is gone: the listing was incomplete, or it did not show
     * the pinned id.
     *
     * @param pinned the id that was looked for, if there was one
     * @param doubts why the listing may have missed something
     */
    record NotVisible(String asked, Optional<DivisionId> pinned, List<String> doubts) implements DivisionResolution {
        /** Copies the doubts. */
        public NotVisible {
            doubts = List.copyOf(doubts);
        }

        @Override
        public String explanation() {
            String what = pinned.map(id -> "division " + id + ", pinned for \"" + asked + "\", was not seen")
                    .orElse("\"" + asked + "\" is unknown");
            return what + ": it was deleted, or the credential cannot see it"
                    + (doubts.isEmpty() ? "" : " (the listing is incomplete: " + String.join("; ", doubts) + ")");
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.notVisible(this);
        }

        @Override
        public Optional<DivisionId> lost() {
            return pinned;
        }
    }

    /** The name or the pinned id is that of the Home division, which no tenant may own. */
    record HomeRefused(String asked, Division home) implements DivisionResolution {
        @Override
        public String explanation() {
            return "\"" + asked + "\" is the Home division (" + home.id()
                    + "), where everything without a division ends up: give the tenant a division of its own";
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.homeRefused(this);
        }
    }

    /** The name or the pinned id means all divisions. */
    record EverywhereRefused(String asked) implements DivisionResolution {
        @Override
        public String explanation() {
            return "\"" + asked + "\" means all divisions: name one";
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.everywhereRefused(this);
        }
    }

    private static String list(List<Division> divisions) {
        return divisions.stream()
                .map(d -> "\"" + d.name() + "\" (" + d.id() + ")")
                .collect(Collectors.joining(", "));
    }
}
