// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

/**
 * A change of one person at the made-up outsourcer.
 *
 * @param day the day whose files show the change, from 1
 * @param kind the kind of change
 * @param userName the user name of the person
 * @param detail the change in a few words
 */
public record BpoEvent(int day, Kind kind, String userName, String detail) {
    /** The kinds of change. */
    public enum Kind {
        /** Newly hired. */
        JOINER,
        /** Moved from one client to another. */
        MOVER,
        /** Disabled. */
        LEAVER,
        /** Missing from the files. */
        VANISHED,
        /** Was disabled, and is back with another client. */
        REHIRE,
        /** Became a team lead, or stopped being one. */
        SUPERVISOR,
        /** Changed job title or department. */
        ATTRIBUTE,
        /** Added to a second client, and not removed from the first. */
        IN_TWO,
        /** Removed from the first of the two clients. */
        IN_ONE
    }
}
