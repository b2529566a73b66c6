// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.scim.ScimConnection;
import io.tenantry.scim.ScimStore;
import java.util.List;
import java.util.Optional;

/**
 * Runs the verbs about the pushes of a provider; makes no call to the organization.
 *
 * @param connection the name of the provider
 */
record ScimRun(Reporter reporter, ScimPlace place, String connection, Optional<String> label) {
    /** What can be asked for, as the command line writes it. */
    static final List<String> DEEDS =
            List.of("token issue", "token revoke", "token list", "finished", "status", "forget-refusals");

    Exit run(String deed) {
        if (!place.isThere() && !deed.equals("token issue")) {
            throw new Refused("nothing was pushed to " + place.name()
                    + " yet, and no token is there: issue one first, with provision scim token issue");
        }
        try (ScimPlace.Open open = place.open()) {
            return run(deed, deed.equals("token issue") ? made(open.store()) : known(open.store()));
        }
    }

    private ScimConnection made(ScimStore store) {
        return store.connection(connection);
    }

    private ScimConnection known(ScimStore store) {
        List<String> known = store.connections();
        if (!known.contains(connection)) {
            throw new Refused(place.name() + " has no connection \"" + connection + "\""
                    + NearWords.hint(
                            connection,
                            known,
                            known.isEmpty() ? "there is none" : "there are " + String.join(", ", known)));
        }
        return store.connection(connection);
    }

    private Exit run(String deed, ScimConnection of) {
        switch (deed) {
            case "token issue" -> reporter.token(label.orElseThrow(), of.issueToken(label.orElseThrow()));
            case "token revoke" -> revoke(of, label.orElseThrow());
            case "token list" -> reporter.tokens(of.tokenLabels());
            case "finished" -> finish(of);
            case "forget-refusals" -> {
                of.forgetRefusals();
                reporter.pushes(connection, of.status());
            }
            default -> reporter.pushes(connection, of.status());
        }
        return deed.equals("status") || deed.equals("token list") ? Exit.SHOWN : Exit.DONE;
    }

    private void revoke(ScimConnection of, String which) {
        if (!of.revokeToken(which)) {
            throw new Refused("connection " + connection + " has no token \"" + which + "\""
                    + NearWords.hint(which, of.tokenLabels(), "see provision scim token list"));
        }
        reporter.tokens(of.tokenLabels());
    }

    private void finish(ScimConnection of) {
        of.finishFirstCycle();
        reporter.pushes(connection, of.status());
    }
}
