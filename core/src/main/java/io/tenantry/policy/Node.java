// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.List;
import java.util.Optional;

/**
 * A part of a document, with its place. {@link Fields} hold each key once; a repeated key was reported and left out.
 */
sealed interface Node {
    /** The place where a part of a document starts; both numbers count from 1. */
    record Spot(int line, int column) {
        static final Spot NONE = new Spot(0, 0);
    }

    /** The type of a scalar. */
    enum Kind {
        TEXT("a text"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("nothing");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    Spot at();

    /** The type of this, for a message. */
    String words();

    /** This, if it is a scalar. */
    default Optional<Scalar> scalar() {
        return Optional.empty();
    }

    /** This, if it is a list. */
    default Optional<Items> items() {
        return Optional.empty();
    }

    /** This, if it is a map. */
    default Optional<Fields> fields() {
        return Optional.empty();
    }

    record Scalar(Spot at, Kind kind, String text) implements Node {
        @Override
        public String words() {
            return kind.words;
        }

        @Override
        public Optional<Scalar> scalar() {
            return Optional.of(this);
        }
    }

    record Items(Spot at, List<Node> of) implements Node {
        @Override
        public String words() {
            return "a list";
        }

        @Override
        public Optional<Items> items() {
            return Optional.of(this);
        }
    }

    record Field(Spot at, String key, Node value) {}

    record Fields(Spot at, List<Field> of) implements Node {
        Optional<Field> field(String key) {
            return of.stream().filter(f -> f.key().equals(key)).findFirst();
        }

        @Override
        public String words() {
            return "a map";
        }

        @Override
        public Optional<Fields> fields() {
            return Optional.of(this);
        }
    }
}
