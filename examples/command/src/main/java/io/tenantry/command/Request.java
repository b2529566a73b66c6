// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.GenesysCloud;
import io.tenantry.identity.IdentitySource;
import io.tenantry.policy.MappingReading;
import io.tenantry.policy.Problem;
import io.tenantry.policy.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for, checked.
 *
 * @param operand the object of the verb: an identity, the file of a plan or of a proposed policy, a tenant,
 *     or a role
 * @param policy empty where none is needed, as for a mapping alone
 * @param pushes where the pushes of a provider are kept
 * @param connection the name of that provider
 * @param label the name of a token
 * @param emptyGroups the source groups that are declared to have nobody
 * @param mapping what the columns of the source mean, as it was read; without it, the source has its default
 * @param place the address of the organization, for messages
 * @param out where to save the plan or the proof
 * @param tenant the client for whose auditor the page of the proof is
 * @param overrides the limits of the saved plan to override, each as {@code CODE} or {@code CODE:TENANT}
 * @param lift the scope of the quarantine to end
 * @param period the days that evidence is asked for
 * @param times when a watch does what
 * @param serve how an endpoint is hosted
 * @param reason why limits are overridden, a role is accepted, or a quarantine lifted
 * @param writes whether {@code one} and {@code offboard} may write
 * @param asked how many things of a kind to show, if --show says so
 */
record Request(
        Verb verb,
        Optional<String> operand,
        Optional<Path> policy,
        Optional<IdentitySource> source,
        Optional<ScimPlace> pushes,
        String connection,
        Optional<String> label,
        List<String> emptyGroups,
        Optional<MappingReading> mapping,
        Optional<GenesysCloud.Builder> organization,
        String place,
        StatePlace state,
        Optional<String> lift,
        Period period,
        WatchTimes times,
        ServeTerms serve,
        Optional<Path> out,
        Optional<Path> html,
        Optional<TenantId> tenant,
        Optional<Path> csv,
        Duration valid,
        OptionalInt asked,
        String approvedBy,
        List<String> overrides,
        String reason,
        boolean writes,
        boolean json) {
    /** Returns how many things of a kind to show. */
    int most() {
        return asked.orElse(20);
    }

    /** Returns the source groups that the options or the mapping declare to have nobody. */
    String[] declaredEmpty() {
        Set<String> all = new TreeSet<>(emptyGroups);
        mapping.flatMap(MappingReading::mapping).ifPresent(m -> all.addAll(m.emptyGroups()));
        return all.toArray(String[]::new);
    }

    /** Returns what is wrong with the mapping. */
    List<Problem> mappingProblems() {
        return mapping.map(MappingReading::problems).orElse(List.of());
    }

    /** Returns the saved plan that {@code apply} applies; empty if it makes a new one. */
    Optional<Path> savedPlan() {
        return verb == Verb.APPLY ? operand.map(Path::of) : Optional.empty();
    }
}
