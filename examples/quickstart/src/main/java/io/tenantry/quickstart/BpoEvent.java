// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

/**
 * Something that happened to a person of the made-up outsourcer.
 *
 * @param day when it shows in the files, from 1
 * @param kind what it was
 * @param userName who it happened to
 * @param detail in a few words
 */
public record BpoEvent(int day, Kind kind, String userName, String detail) {
    /** What can happen. */
    public enum Kind {
        /** Newly hired. */
        JOINER,
        /** From one client to another. */
        MOVER,
        /** Disabled. */
        LEAVER,
        /** Gone from the files altogether. */
        VANISHED,
        /** Disabled before, and back with another client. */
        REHIRE,
        /** Became a team lead, or no longer is one. */
        SUPERVISOR,
        /** Another job title or department. */
        ATTRIBUTE,
        /** Put to a second client without having been taken from the first. */
        IN_TWO,
        /** Taken from the first client at last. */
        IN_ONE
    }
}
