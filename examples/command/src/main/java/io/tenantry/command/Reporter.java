// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Explanation;
import io.tenantry.WhatIf;
import io.tenantry.change.Finding;
import io.tenantry.host.Progress;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Problem;
import io.tenantry.scim.ScimConnection;
import io.tenantry.watch.WatchEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints progress and results, as text for people or as JSON for programs. */
interface Reporter extends Progress {
    /**
     * Names the state, before everything else.
     *
     * @param note that it is new or not there yet; else empty
     */
    void state(StatePlace place, String note);

    /** Says that calls wait because the budget is used up. Safe for use by several threads. */
    void waitsForBudget(Duration wait, Instant until);

    void view(StateView view);

    void lifted(String scope);

    void evidence(TenantEvidence evidence);

    void problems(String of, List<Problem> problems);

    /** Prints what is wrong with the source, if anything is. */
    void source(SourceLook look);

    /** Prints what a lint found in the organization. */
    void found(List<Finding> findings, Map<Attention, Integer> attention);

    void plan(Plan plan);

    void saved(Path file);

    /** Prints how a run ended. */
    void outcome(RunEnd end);

    void explanation(Explanation explanation);

    void proof(IsolationProof proof);

    void whatIf(WhatIf whatIf);

    void accepted(String role, List<String> gained);

    void zeroAccess(ZeroAccess zero);

    /**
     * Says that an endpoint takes pushes.
     *
     * @param address what providers call
     * @param listening where it listens
     * @param health where it says how it stands
     */
    void serving(URI address, URI listening, Optional<URI> health);

    /** Prints a token, which nobody can read later. */
    void token(String label, String token);

    /** Prints the names of the tokens that are valid. */
    void tokens(List<String> labels);

    /** Prints how a provider stands. */
    void pushes(String connection, ScimConnection.Status status);

    /**
     * Says that a watch begins.
     *
     * @param health where it answers how it stands
     */
    void watching(Optional<URI> health);

    /** Prints one line for a thing that a watch did or met; nothing if that was to look and find nothing to do. */
    void watched(WatchEvent event);

    /** Prints what a person should know beside a result. */
    void note(String text);

    /** Prints why the command stopped, and what to fix. */
    void failure(String message);

    void end(Exit exit);
}
