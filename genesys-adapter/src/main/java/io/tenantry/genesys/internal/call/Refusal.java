// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import java.util.Optional;

/** The service's own description of a failed call, as the cause of the exception that a caller gets. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String scimType;

    Refusal(int status, ErrorBody body, String correlationId) {
        super("status " + status
                + (body.text().isEmpty() ? "" : ", " + body.text())
                + (correlationId.isEmpty() ? "" : ", correlation " + correlationId));
        this.status = status;
        this.scimType = body.scimType();
    }

    /** Returns the refusal behind a failed call, if the service answered. */
    public static Optional<Refusal> behind(DirectoryException failed) {
        return failed.getCause() instanceof Refusal refusal ? Optional.of(refusal) : Optional.empty();
    }

    /** Returns whether a call failed with this status. */
    public static boolean is(DirectoryException failed, int status) {
        return behind(failed).filter(r -> r.status == status).isPresent();
    }

    /** Returns SCIM's error type, or an empty text. */
    public String scimType() {
        return scimType;
    }
}
