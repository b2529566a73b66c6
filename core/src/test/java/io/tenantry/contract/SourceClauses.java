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
    /** Ana has something in every field, and in texts what a format may trip over. */
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

    /** Returns the source of the test that runs and the hands that fill it. */
    SourceWorld world();

    /** Returns the source under test. */
    default IdentitySource source() {
        return world().source();
    }

    /** Returns so many people. */
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

    /** What one read handed on. */
    record Read(List<IdentityPage> pages, Completeness proof) {
        static Read of(IdentitySource source) {
            List<IdentityPage> pages = new ArrayList<>();
            Completeness proof = source.read(pages::add);
            return new Read(pages, proof);
        }

        List<Identity> people() {
            return pages.stream().flatMap(page -> page.identities().stream()).toList();
        }

        /** Returns everybody with nothing of where they were read. */
        List<Person> persons() {
            return people().stream().map(Person::of).toList();
        }
    }

    /** An identity without where it was read. */
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
