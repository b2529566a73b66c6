// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionResolution;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Returns the problem of the policy that the result of looking for a division means, if it is a problem. */
record DivisionProblem(DivisionRef ref) implements DivisionResolution.Cases<Optional<ProblemCode>> {
    private static final Set<ProblemCode> OF_THE_NAME =
            EnumSet.of(ProblemCode.DIVISION_RENAMED, ProblemCode.UNKNOWN_DIVISION, ProblemCode.DIVISION_AMBIGUOUS);

    /** Returns the key under which the problem stands: {@code id} if an id is pinned, unless only the name is wrong. */
    static String key(DivisionRef ref, ProblemCode code) {
        return ref.id().isPresent() && !OF_THE_NAME.contains(code) ? "id" : "name";
    }

    @Override
    public Optional<ProblemCode> resolved(DivisionResolution.Resolved found) {
        return Optional.empty();
    }

    @Override
    public Optional<ProblemCode> renamed(DivisionResolution.Renamed found) {
        return Optional.of(ProblemCode.DIVISION_RENAMED);
    }

    @Override
    public Optional<ProblemCode> missing(DivisionResolution.Missing found) {
        return ref.create() ? Optional.empty() : Optional.of(ProblemCode.UNKNOWN_DIVISION);
    }

    @Override
    public Optional<ProblemCode> ambiguous(DivisionResolution.Ambiguous found) {
        return Optional.of(ProblemCode.DIVISION_AMBIGUOUS);
    }

    @Override
    public Optional<ProblemCode> lookAlike(DivisionResolution.LookAlike found) {
        return Optional.of(ProblemCode.UNKNOWN_DIVISION);
    }

    @Override
    public Optional<ProblemCode> notVisible(DivisionResolution.NotVisible found) {
        return Optional.of(ProblemCode.DIVISION_NOT_VISIBLE);
    }

    @Override
    public Optional<ProblemCode> homeRefused(DivisionResolution.HomeRefused found) {
        return Optional.of(ProblemCode.DIVISION_HOME);
    }

    @Override
    public Optional<ProblemCode> everywhereRefused(DivisionResolution.EverywhereRefused found) {
        return Optional.of(ProblemCode.DIVISION_EVERYWHERE);
    }
}
