// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;

/**
 * What an error of a driver means.
 *
 * @param kind what the caller can do
 * @param again whether the same work may succeed at once, on a new connection
 * @param what what happened
 * @param advice what to do, as a sentence
 */
record Meaning(Kind kind, boolean again, String what, String advice) {
    /** Tables are made for a database that has none: one that a hand removed is not made again, since it would be empty. */
    static final Meaning IN_PART = of(
            Kind.DAMAGED,
            "the tables are there only in part",
            "Restore a backup. To begin with nothing, drop all tables with their prefix.");

    static Meaning of(Kind kind, String what, String advice) {
        return new Meaning(kind, false, what, advice);
    }

    static Meaning again(String what, String advice) {
        return new Meaning(Kind.UNAVAILABLE, true, what, advice);
    }
}
