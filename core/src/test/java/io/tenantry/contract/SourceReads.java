// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The clauses about a read of all people, and about its completeness. */
interface SourceReads extends SourceClauses {
    /** The name is one line and does not change, because messages and records carry it. */
    @Test
    default void hasANameOfOneLine() {
        String name = source().name();

        assertThat(name).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
        assertThat(source().name()).isEqualTo(name);
    }

    /** Each person is handed on once, with every field as it is at the source. */
    @Test
    default void readsEverybodyAsTheyAre() {
        world().hold(List.of(ANA, BO));

        Read read = Read.of(source());

        assertThat(read.persons()).containsExactlyInAnyOrder(Person.of(ANA), Person.of(BO));
    }

    /**
     * The origin of a person is one line that names the source or a place in it: messages, plans and the audit trail say
     * by it where a fact stands. {@code Identity.of} leaves it at {@code memory}, which leads nobody to the fact.
     */
    @Test
    default void saysWhereItReadAPerson() {
        world().hold(List.of(ANA, BO));

        List<Identity> read = new ArrayList<>(Read.of(source()).people());
        source().find("4711").ifPresent(read::add);

        assertThat(read).hasSize(3);
        assertThat(read).extracting(Identity::origin).allSatisfy(origin -> {
            assertThat(origin).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
            assertThat(origin.equals("memory") && !source().name().equals("memory"))
                    .as(
                            "the origin \"%s\" is that of no source; give the place with the constructor of Identity",
                            origin)
                    .isFalse();
        });
    }

    /** The proof counts the people and the pages that were handed on, and has no doubt. */
    @Test
    default void provesWhatItRead() {
        world().hold(List.of(ANA, BO));

        Read read = Read.of(source());

        assertThat(read.proof()).isEqualTo(Completeness.complete(2, read.pages().size()));
    }

    /** A large source is read page by page to the last one, and no page holds all people. */
    @Test
    default void readsPageByPage() {
        List<Identity> people = SourceClauses.people(world().moreThanOnePage());
        world().hold(people);

        Read read = Read.of(source());

        assertThat(read.people())
                .extracting(Identity::id)
                .containsExactlyInAnyOrderElementsOf(
                        people.stream().map(Identity::id).toList());
        assertThat(read.pages()).hasSizeGreaterThan(1);
        assertThat(read.proof())
                .isEqualTo(Completeness.complete(people.size(), read.pages().size()));
    }

    /** An empty source is never complete: far more often it is broken than really empty. */
    @Test
    default void isNeverCompleteWithNobodyInIt() {
        world().hold(List.of());

        assertThat(provesCompleteness()).isFalse();
    }

    /** Reads, and returns whether the read counts as complete. */
    private boolean provesCompleteness() {
        try {
            return Read.of(source()).proof().isComplete();
        } catch (IdentitySourceException unreadable) {
            return false;
        }
    }

    /** A read that misses a person is not complete, or fails. */
    @Test
    default void isNeverCompleteWhenSomebodyIsLost() {
        world().hold(List.of(ANA, BO));
        world().loseTheLast();

        assertThat(provesCompleteness()).isFalse();
    }

    /** An unchanged source is read in the same order each time. */
    @Test
    default void readsInTheSameOrderEachTime() {
        world().hold(SourceClauses.people(40));

        assertThat(Read.of(source()).persons()).isEqualTo(Read.of(source()).persons());
    }

    /** Each read sees the present people, not those of an earlier read. */
    @Test
    default void readsWhatIsThereNow() {
        world().hold(List.of(ANA));
        Read.of(source());

        world().hold(List.of(BO));

        assertThat(Read.of(source()).persons()).containsExactly(Person.of(BO));
        assertThat(source().find("4711")).isEmpty();
    }

    /** A person who stays is read and found as they are now: whether they may log in, their groups, their attributes. */
    @Test
    default void readsAPersonWhoStaysAsTheyAreNow() {
        world().hold(List.of(ANA, BO));
        Read.of(source());
        source().find("4711");

        world().hold(List.of(ANA_LATER, BO));

        assertThat(Read.of(source()).persons()).containsExactlyInAnyOrder(Person.of(ANA_LATER), Person.of(BO));
        assertThat(source().find("4711").map(Person::of)).contains(Person.of(ANA_LATER));
    }

    /** Each person says that the attributes and the source groups are delivered which the source shows. */
    @Test
    default void saysThatItDeliversWhatItShows() {
        world().hold(List.of(ANA));

        Delivered delivered = Read.of(source()).people().get(0).delivered();

        assertThat(ANA.attributes().keySet()).allMatch(delivered.attributes()::contains);
        assertThat(ANA.sourceGroups()).allMatch(delivered.sourceGroups()::contains);
    }

    /** No person says that an attribute is delivered for which the source never asks: absent would count as empty. */
    @Test
    default void doesNotSayThatItDeliversWhatItDoesNotAskFor() {
        String attribute = world().undeliveredAttribute();
        world().hold(List.of(ANA));

        assertThat(Read.of(source()).people())
                .noneMatch(person -> person.delivered().attributes().contains(attribute));
    }

    /** Pages are handed on in the thread that reads, because the receiver is made for one thread. */
    @Test
    default void handsPagesOnInTheThreadThatReads() {
        world().hold(SourceClauses.people(world().moreThanOnePage()));
        Set<Thread> threads = new HashSet<>();

        source().read(page -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    /** One read after another may come from other threads. */
    @Test
    default void readsInAnyThread() throws Exception {
        world().hold(List.of(ANA));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            assertThat(Read.of(source()).persons())
                    .isEqualTo(other.submit(() -> Read.of(source()).persons()).get());
        } finally {
            other.shutdownNow();
        }
    }

    /** An exception of the receiver ends the read and reaches the caller as it is; the next read is whole. */
    @Test
    default void letsAnExceptionOfTheReceiverThrough() {
        world().hold(List.of(ANA, BO));
        IllegalStateException thrown = new IllegalStateException("the receiver stops");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> source().read(page -> {
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(Read.of(source()).persons()).containsExactlyInAnyOrder(Person.of(ANA), Person.of(BO));
    }

    /** A source that cannot be read throws the exception that callers know. */
    @Test
    default void failsIfItCannotBeRead() {
        world().hold(List.of(ANA));
        world().makeUnreadable();

        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> Read.of(source()));
        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> source().find("4711"));
    }
}
