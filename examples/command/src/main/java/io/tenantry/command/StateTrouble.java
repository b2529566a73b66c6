// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.StoreException;

/** Says what a failure of the state means for the command, and what to do. */
final class StateTrouble {
    private StateTrouble() {}

    static Exit exit(StoreException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, FULL, FENCED, IN_USE, DAMAGED -> Exit.UNREACHABLE;
            case NEWER, REFUSED -> Exit.REFUSED;
        };
    }

    static String message(StoreException e) {
        return what(e) + " " + advice(e.kind());
    }

    /** Says why a run stopped that may have changed access before. */
    static String stopped(StoreException e) {
        return what(e) + " Plan again when that is repaired; the new plan has what is left.";
    }

    private static String what(StoreException e) {
        String message = String.valueOf(e.getMessage());
        return "the state cannot be used: " + message + stop(message);
    }

    private static String stop(String sentence) {
        return sentence.endsWith(".") || sentence.endsWith("]") ? "" : ".";
    }

    private static String advice(StoreException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE -> "No access was changed; run the same command again when the cause is gone.";
            case FULL -> "Nothing that was kept is lost; run the same command again when there is room.";
            case FENCED -> "Another run has taken over; plan again after it.";
            case IN_USE -> "Run the same command again after that.";
            case NEWER -> "The state was not changed; use the version of this command that made it.";
            case DAMAGED ->
                "With a new state nobody who vanished before is noticed, so restore a copy rather than begin again.";
            case REFUSED -> "The state was not changed; check --state.";
        };
    }
}
