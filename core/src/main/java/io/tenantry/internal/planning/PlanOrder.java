// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.internal.reconcile.Difference;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The order of a plan: by phase, then by rank within the phase, then by the target that one call shares, then by
 * person.
 */
final class PlanOrder {
    /** A difference with its sort keys, so that each key is looked up once and not at every comparison. */
    private record Place(Difference difference, Phase phase, int rank, String tenant, String target, String person)
            implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = phase.compareTo(other.phase);
            order = order != 0 ? order : Integer.compare(rank, other.rank);
            order = order != 0 ? order : tenant.compareTo(other.tenant);
            order = order != 0 ? order : target.compareTo(other.target);
            order = order != 0 ? order : person.compareTo(other.person);
            return order != 0
                    ? order
                    : Wording.of(difference.change()).compareTo(Wording.of(other.difference.change()));
        }

        static Place of(Difference d, int rank) {
            Change change = d.change();
            String person = d.person().map(Person::key).orElse("");
            return new Place(d, change.phase(), rank, d.tenant().value(), change.target(), person);
        }
    }

    private PlanOrder() {}

    /**
     * Returns the differences in order.
     *
     * @param rank returns the rank of a difference within its phase; lower ranks come first
     */
    static List<Difference> of(List<Difference> differences, ToIntFunction<Difference> rank) {
        return differences.stream()
                .map(d -> Place.of(d, rank.applyAsInt(d)))
                .sorted()
                .map(Place::difference)
                .toList();
    }
}
