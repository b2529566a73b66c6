// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.scim.ScimConnection;
import io.tenantry.scim.ScimStore;
import io.tenantry.scim.ScimStoreException;
import java.util.List;

/** Does what the verbs about the pushes of a provider ask for; makes no call to the organization. */
record ScimRun(ScimPlace place, ScimStore store) {
    /** What can be asked for, as the command line writes it. */
    static final List<String> DEEDS =
            List.of("token issue", "token revoke", "token list", "finished", "status", "forget-refusals");

    /** Does it in the process that has the place open, if that is {@code serve}, and else in this one. */
    static Exit of(Host host) {
        Request request = host.request();
        ScimPlace place = request.pushes().orElseThrow();
        String deed = request.operand().orElseThrow();
        Errand errand = new Errand(deed, request.connection(), request.label(), request.json(), request.asked());
        return place.ask(errand)
                .map(answer -> shown(answer, host.context()))
                .orElseGet(() -> alone(place, errand, host));
    }

    private static Exit shown(Desk.Answer answer, CommandContext context) {
        context.out().print(answer.out());
        context.err().print(answer.err());
        return answer.exit();
    }

    private static Exit alone(ScimPlace place, Errand errand, Host host) {
        if (!place.isThere() && !errand.deed().equals("token issue")) {
            throw new Refused("nothing was pushed to " + place.name()
                    + " yet, and no token is there: issue one first, with provision scim token issue");
        }
        try (Opened<ScimPlace.Open> open = place.opened(host.closings())) {
            return new ScimRun(place, open.get().store()).run(errand, host.reporter());
        }
    }

    /** Does it for another process, which gets what went wrong in words. */
    Exit attended(Errand errand, Reporter reporter) {
        try {
            return run(errand, reporter);
        } catch (Refused e) {
            reporter.failure(String.valueOf(e.getMessage()));
            return Exit.REFUSED;
        } catch (ScimStoreException e) {
            reporter.failure("the pushes cannot be read or written: " + place.trouble(e));
            return Exit.UNREACHABLE;
        }
    }

    private Exit run(Errand errand, Reporter reporter) {
        String deed = errand.deed();
        ScimConnection of =
                deed.equals("token issue") ? store.connection(errand.connection()) : known(errand.connection());
        switch (deed) {
            case "token issue" -> {
                String label = errand.label().orElseThrow();
                reporter.token(label, of.issueToken(label));
            }
            case "token revoke" -> revoke(of, errand, reporter);
            case "token list" -> reporter.tokens(of.tokenLabels());
            case "finished" -> {
                of.finishFirstCycle();
                reporter.pushes(errand.connection(), of.status());
            }
            case "forget-refusals" -> {
                of.forgetRefusals();
                reporter.pushes(errand.connection(), of.status());
            }
            default -> reporter.pushes(errand.connection(), of.status());
        }
        return deed.equals("status") || deed.equals("token list") ? Exit.SHOWN : Exit.DONE;
    }

    private ScimConnection known(String connection) {
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

    private static void revoke(ScimConnection of, Errand errand, Reporter reporter) {
        String which = errand.label().orElseThrow();
        if (!of.revokeToken(which)) {
            throw new Refused("connection " + errand.connection() + " has no token \"" + which + "\""
                    + NearWords.hint(which, of.tokenLabels(), "see provision scim token list"));
        }
        reporter.tokens(of.tokenLabels());
    }
}
