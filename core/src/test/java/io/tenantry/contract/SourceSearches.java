// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySourceException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clauses about a search for one person. */
interface SourceSearches extends SourceClauses {
    /** A person is found by id and by user name in upper or lower case, as a full read shows the person. */
    @Test
    default void findsAPersonByIdAndByUserNameInAnyCase() {
        world().hold(List.of(ANA, BO));

        assertThat(source().find("4711").map(Person::of)).contains(Person.of(ANA));
        assertThat(source().find("ANA@Contract.example").map(Person::of)).contains(Person.of(ANA));
    }

    /** A search says which attributes and source groups of a person are delivered, as a full read does. */
    @Test
    default void findsAPersonWithWhatTheSourceDelivers() {
        world().hold(List.of(ANA, BO));

        List<Delivered> read = Read.of(source()).people().stream()
                .filter(person -> person.id().equals(ANA.id()))
                .map(Identity::delivered)
                .toList();

        assertThat(source().find("4711").map(Identity::delivered))
                .isEqualTo(read.stream().findFirst());
    }

    /** A person who may not log in is found, and not reported as absent. */
    @Test
    default void findsAPersonWhoMayNotLogIn() {
        world().hold(List.of(ANA, BO));

        assertThat(source().find("bo@contract.example").map(Person::of)).contains(Person.of(BO));
    }

    /**
     * The answer is empty for a person that the source does not have; a pattern or a part of a name finds no person.
     */
    @Test
    default void findsNobodyElse() {
        world().hold(List.of(ANA, BO));

        assertThat(source().find("4713")).isEmpty();
        assertThat(source().find("nobody@contract.example")).isEmpty();
        assertThat(source().find("ana")).isEmpty();
        assertThat(source().find("*")).isEmpty();
        assertThat(source().find("x\" or userName sw \"a")).isEmpty();
    }

    /** If a read misses a person, a search reports no person as absent. */
    @Test
    default void failsRatherThanMissAPersonWhoIsLost() {
        world().hold(List.of(ANA, BO));
        world().loseTheLast();

        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> source().find("4712"));
    }
}
