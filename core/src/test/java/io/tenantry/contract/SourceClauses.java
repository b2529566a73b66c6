// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What clauses about an identity source share. */
interface SourceClauses {
    /** Ana has a value in every field, with characters in her texts that a format may handle wrongly. */
    Identity ANA = Identity.of(
            "4711",
            "ana@contract.example",
            "Ána \"Quote\", 山田 😀",
            List.of("Account-A", "Leads, \"old\""),
            Map.of("title", "Agent, \"senior\"", "site", "Łódź"));

    /** Bo may not log in. */
    Identity BO = new Identity(
            new IdentityId("4712"),
            "bo@contract.example",
            "Bo",
            false,
            new TreeSet<>(List.of("Account-A")),
            new TreeMap<>(Map.of("title", "Agent", "site", "Gent")),
            "contract");

    /** Ana, moved to another source group, with another name and title, who may not log in any more. */
    Identity ANA_LATER = new Identity(
            new IdentityId("4711"),
            "ana@contract.example",
            "Ana Lead",
            false,
            new TreeSet<>(List.of("Account-B")),
            new TreeMap<>(Map.of("title", "Lead", "site", "Łódź")),
            "contract");

    /** Returns the source of this test and the way to fill it. */
    SourceWorld world();

    /** Returns the source under test. */
    default IdentitySource source() {
        return world().source();
    }

    /** Returns this many people. */
    static List<Identity> people(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Identity.of(
                        "id-" + i,
                        "person" + i + "@contract.example",
                        "Person " + i,
                        List.of("Account-" + i % 3),
                        Map.of("title", "Agent", "site", "Site " + i)))
                .toList();
    }

    /** The pages of one read. */
    record Read(List<IdentityPage> pages, Completeness proof) {
        static Read of(IdentitySource source) {
            List<IdentityPage> pages = new ArrayList<>();
            Completeness proof = source.read(pages::add);
            return new Read(pages, proof);
        }

        List<Identity> people() {
            return pages.stream().flatMap(page -> page.identities().stream()).toList();
        }

        /** Returns all people without their origin. */
        List<Person> persons() {
            return people().stream().map(Person::of).toList();
        }
    }

    /** An identity without its origin. */
    record Person(
            IdentityId id,
            String userName,
            String displayName,
            Identity.State state,
            List<String> sourceGroups,
            Map<String, String> attributes) {
        static Person of(Identity identity) {
            return new Person(
                    identity.id(),
                    identity.userName(),
                    identity.displayName(),
                    identity.state(),
                    List.copyOf(identity.sourceGroups()),
                    identity.attributes());
        }
    }
}
