// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.scim.ScimCall.Push;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SCIM 2.0 service provider, to which identity providers push users and groups. It answers a request and knows no
 * server: any server hosts it by handing on what it received. What was pushed is durable when the answer is returned;
 * nothing is called meanwhile but the database. Safe for use by several threads.
 *
 * <p>Every request needs a token, which decides the connection; nothing else does. A value that is of no use is answered
 * with 400 and a reason that names the attribute, and the push is kept as refused. While the database cannot be used, the
 * answer is 503 with {@code Retry-After}. Until an operator says that the first cycle is finished, each answer has the
 * header {@code Tenantry-First-Cycle: not-finished}.
 */
public final class ScimEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ScimEndpoint.class);

    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([!-~]{1,4096})");
    private static final String RETRY_SECONDS = "30";

    private final ScimStore store;
    private final Optional<Tokens> tokens;
    private final Map<String, ScimConnection> connections = new ConcurrentHashMap<>();

    private final Set<String> toldDoubts = ConcurrentHashMap.newKeySet();

    private ScimEndpoint(ScimStore store, Optional<Tokens> tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** Returns an endpoint that takes the tokens of the store. */
    public static ScimEndpoint of(ScimStore store) {
        return new ScimEndpoint(store, Optional.empty());
    }

    /** Returns an endpoint that takes other tokens. */
    public static ScimEndpoint of(ScimStore store, Tokens tokens) {
        return new ScimEndpoint(store, Optional.of(tokens));
    }

    /** Answers a request; never throws because of what was sent. */
    public ScimResponse handle(ScimRequest request) {
        boolean head = request.method().equalsIgnoreCase("HEAD");
        ScimResponse answer = answer(request);
        return head ? answer.withoutBody() : answer;
    }

    private ScimResponse answer(ScimRequest request) {
        try {
            Optional<ScimConnection> connection = connection(request);
            return connection.isPresent() ? told(connection.get(), request) : unauthorized();
        } catch (ScimStoreException e) {
            return unavailable(e);
        } catch (RuntimeException e) {
            return failed("the token of a request", e);
        }
    }

    private Optional<ScimConnection> connection(ScimRequest request) {
        Optional<String> token = request.header("Authorization")
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(bearer -> bearer.group(1));
        if (token.isEmpty() || tokens.isEmpty()) {
            return token.flatMap(store::connectionOf);
        }
        return tokens.get().connection(token.get()).map(name -> connections.computeIfAbsent(name, store::connection));
    }

    /** Says with each answer what an operator has to do, and logs it once. */
    private ScimResponse told(ScimConnection connection, ScimRequest request) {
        ScimResponse answer = answer(connection, request);
        Optional<String> doubt;
        try {
            doubt = connection.firstCycle().doubt(connection.name());
        } catch (ScimStoreException e) {
            // What was pushed is kept, and the answer says so.
            return answer;
        }
        if (doubt.filter(toldDoubts::add).isPresent()) {
            LOG.info("{}; until then nobody loses anything, disabled people included", doubt.get());
        }
        return doubt.isEmpty() ? answer : answer.with("Tenantry-First-Cycle", "not-finished");
    }

    private ScimResponse answer(ScimConnection connection, ScimRequest request) {
        ScimCall call = new ScimCall(connection, request);
        try {
            ScimResponse answer = call.answer();
            LOG.debug("connection {}: {} -> {}", connection.name(), call.push(), answer.status());
            return answer;
        } catch (RefusedPush e) {
            keep(connection, call.push(), (resources, kind, subject) -> resources.refuse(kind, subject, e));
            return refused(connection, call, RefusedRequest.of(e));
        } catch (RefusedRequest e) {
            keep(connection, call.push(), (resources, kind, subject) -> resources.refuse(kind, subject, e.detail()));
            return refused(connection, call, e);
        } catch (ScimStoreException e) {
            return unavailable(e);
        } catch (RuntimeException e) {
            keep(
                    connection,
                    call.push(),
                    (resources, kind, subject) -> resources.refuse(kind, subject, "this service failed; see its log"));
            return failed("connection " + connection.name() + ": " + call.push(), e);
        }
    }

    private static ScimResponse refused(ScimConnection connection, ScimCall call, RefusedRequest refused) {
        LOG.info("connection {}: {} -> {}: {}", connection.name(), call.push(), refused.status(), refused.detail());
        return Answers.error(refused);
    }

    /** The provider may believe now what is not so; until it pushes that again, the person or group is left alone. */
    private static void keep(ScimConnection connection, Push push, Refuser refuser) {
        Optional<Kind> kind = push.kind();
        if (kind.isEmpty()) {
            return;
        }
        try {
            connection.write(resources -> {
                refuser.refuse(resources, kind.get(), push.subject());
                return true;
            });
        } catch (ScimStoreException | RefusedPush e) {
            LOG.warn("connection {}: a refused push could not be kept: {}", connection.name(), e.getMessage());
        }
    }

    /** Keeps a refused push. */
    @FunctionalInterface
    private interface Refuser {
        void refuse(Resources resources, Kind kind, String subject);
    }

    private static ScimResponse unauthorized() {
        return Answers.error(401, "", "there is no valid token in the header Authorization; send Bearer and the token")
                .with("WWW-Authenticate", "Bearer realm=\"SCIM\"");
    }

    private static ScimResponse unavailable(ScimStoreException e) {
        LOG.warn("a request cannot be answered: {}", e.getMessage());
        return Answers.error(503, "", "the database of this service cannot be used now; try again later")
                .with("Retry-After", RETRY_SECONDS);
    }

    /** The message of the exception may hold what was sent, so the log has its class and its place alone. */
    private static ScimResponse failed(String what, RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error(
                "{} failed here with {} at {}",
                what,
                e.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        return Answers.error(500, "", "this service failed; its log says where");
    }
}
