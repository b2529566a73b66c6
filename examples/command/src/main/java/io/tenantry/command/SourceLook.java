// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What one read of a source shows beside its people.
 *
 * @param doubts why people may be missing
 */
record SourceLook(int people, List<RejectedRow> rejected, List<String> doubts) {
    /** No source. */
    static final SourceLook NONE = new SourceLook(0, List.of(), List.of());

    /**
     * Reads a source.
     *
     * @throws io.tenantry.identity.IdentitySourceException if it cannot be read
     */
    static SourceLook at(IdentitySource source, Consumer<Identity> each) {
        int[] people = {0};
        List<RejectedRow> rejected = new ArrayList<>();
        List<String> doubts = source.read(page -> {
                    page.identities().forEach(each);
                    people[0] += page.identities().size();
                    rejected.addAll(page.rejected());
                })
                .doubts();
        boolean nobody = people[0] == 0 && rejected.isEmpty() && doubts.isEmpty();
        return new SourceLook(people[0], rejected, nobody ? List.of("the source has nobody") : doubts);
    }

    /** Returns what a plan says of the source that it was made from. */
    static SourceLook of(Plan plan) {
        return new SourceLook(
                0,
                plan.rejected(),
                plan.findings().stream()
                        .filter(f -> f.code() == FindingCode.SOURCE_IN_DOUBT)
                        .map(Finding::message)
                        .toList());
    }

    /** Returns what a person has to look at, with the words and the order of a plan. */
    Map<Attention, Integer> attention() {
        Map<Attention, Integer> counts = new EnumMap<>(Attention.class);
        if (!doubts.isEmpty()) {
            counts.put(Attention.SOURCE_IN_DOUBT, 1);
        }
        if (!rejected.isEmpty()) {
            counts.put(Attention.ROW_REFUSED, rejected.size());
        }
        return counts;
    }

    /** Says that nobody has this id or user name, and who may be meant. */
    static String unknown(IdentitySource source, String idOrUserName) {
        List<String> names = new ArrayList<>();
        SourceLook look = at(source, identity -> names.add(identity.userName()));
        String refused = look.rejected.stream()
                .filter(r -> Stream.concat(r.id().map(i -> i.value()).stream(), r.userName().stream())
                        .anyMatch(idOrUserName::equalsIgnoreCase))
                .map(r -> "; row " + r.origin() + " names this person and was refused: " + r.problem())
                .findFirst()
                .orElse("");
        List<String> near = NearWords.of(idOrUserName, names);
        String advice = !refused.isEmpty()
                ? ": correct that row"
                : near.isEmpty()
                        ? ": check the spelling, or whether the export holds everybody"
                        : "; did you mean " + String.join(" or ", near) + "?";
        return "the source has " + TextReporter.count(look.people, "person", "people")
                + ", and nobody with the id or the user name \"" + idOrUserName
                + "\"" + refused + advice;
    }
}
