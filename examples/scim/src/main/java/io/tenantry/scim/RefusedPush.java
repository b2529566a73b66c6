// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.util.Optional;

/**
 * A push that this service does not take. The message says what is wrong and what to do, without personal data, and may
 * be answered to the provider. Nothing of the transaction is kept.
 */
final class RefusedPush extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String NO = "this connection has no ";

    private final Why why;
    private final boolean losesNothing;
    private final String wantedName;
    private final Optional<String> subject;

    /** What is wrong, as the protocol calls it. */
    enum Why {
        INVALID_VALUE(400, "invalidValue"),
        NOT_FOUND(404, ""),
        TAKEN(409, "uniqueness"),
        STALE(412, "");

        private final int status;
        private final String scimType;

        Why(int status, String scimType) {
            this.status = status;
            this.scimType = scimType;
        }

        /** Returns the HTTP status. */
        int status() {
            return status;
        }

        /** Returns the keyword for the error; empty if there is none. */
        String scimType() {
            return scimType;
        }
    }

    private RefusedPush(Why why, boolean losesNothing, String message) {
        this(why, losesNothing, message, "", Optional.empty());
    }

    private RefusedPush(Why why, boolean losesNothing, String message, String wantedName, Optional<String> subject) {
        super(message);
        this.subject = subject;
        this.wantedName = wantedName;
        this.why = why;
        this.losesNothing = losesNothing;
    }

    static RefusedPush invalid(String message) {
        return new RefusedPush(Why.INVALID_VALUE, false, message);
    }

    static RefusedPush notFound(Kind kind) {
        return new RefusedPush(Why.NOT_FOUND, false, NO + kind.word() + " of this id");
    }

    /** Refuses to delete what is not there. */
    static RefusedPush gone(Kind kind) {
        return new RefusedPush(Why.NOT_FOUND, true, NO + kind.word() + " of this id");
    }

    static RefusedPush stale(Kind kind) {
        return new RefusedPush(Why.STALE, false, "the " + kind.word() + " has changed since; read it and try again");
    }

    /** Refuses what would be a second resource, of which this service has all that it needs. */
    static RefusedPush there(Kind kind) {
        return new RefusedPush(Why.TAKEN, true, "the " + kind.word() + " is there already");
    }

    /** Refuses what another resource has. */
    static RefusedPush taken(String message) {
        return new RefusedPush(Why.TAKEN, false, message);
    }

    /** Refuses a name that another resource has. */
    static RefusedPush nameTaken(Kind kind, String name) {
        return new RefusedPush(Why.TAKEN, false, "another " + kind.word() + " has this name", name, Optional.empty());
    }

    /**
     * Refuses a name that another resource has to one that goes by an id of its own.
     *
     * @param subject the id of the one that was refused, here or at the provider
     */
    static RefusedPush nameTaken(String message, String name, String subject) {
        return new RefusedPush(Why.TAKEN, false, message, name, Optional.of(subject));
    }

    Why why() {
        return why;
    }

    /** Returns the name that the resource was to get and that another one has; empty if it is not that. */
    String wantedName() {
        return wantedName;
    }

    /**
     * Returns the id of the resource that was refused, here or at the provider; empty if it is the one that the id or name
     * of the request finds.
     */
    Optional<String> subject() {
        return subject;
    }

    /**
     * Returns whether this service knows all the same what the provider wanted to say, so that the push need not be kept
     * as refused.
     */
    boolean losesNothing() {
        return losesNothing;
    }
}
