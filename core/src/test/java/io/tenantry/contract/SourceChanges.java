// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySourceException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The clauses about a feed of changes, skipped for a source that has none. */
interface SourceChanges extends SourceClauses {
    private ChangeFeed feed() {
        assumeTrue(source().changes().isPresent(), "this source has no feed of changes");
        return source().changes().orElseThrow();
    }

    private static List<Person> persons(ChangeFeed.Changes changes) {
        return changes.changed().identities().stream().map(Person::of).toList();
    }

    /** From the beginning, the feed hands on all people. */
    @Test
    default void feedsEverybodyFromTheBeginning() {
        world().hold(List.of(ANA, BO));

        assertThat(persons(feed().since(""))).containsExactlyInAnyOrder(Person.of(ANA), Person.of(BO));
    }

    /**
     * From a watermark, the feed hands on the people who changed or were removed since, and from the next watermark
     * nothing.
     */
    @Test
    default void feedsWhatChangedSinceAWatermark() {
        Identity lead =
                Identity.of("4711", ANA.userName(), ANA.displayName(), ANA.sourceGroups(), Map.of("title", "Lead"));
        world().hold(List.of(ANA, BO));
        String before = feed().since("").next();

        world().hold(List.of(lead));
        ChangeFeed.Changes changes = feed().since(before);

        assertThat(persons(changes)).containsExactly(Person.of(lead));
        assertThat(changes.removed()).containsExactly(BO.id());
        assertThat(persons(feed().since(changes.next()))).isEmpty();
        assertThat(feed().since(changes.next()).removed()).isEmpty();
    }

    /** The feed hands on a person who may not log in any more and whose source groups changed, as they are now. */
    @Test
    default void feedsAPersonWhoMayNotLogInAnyMore() {
        world().hold(List.of(ANA, BO));
        String before = feed().since("").next();

        world().hold(List.of(ANA_LATER, BO));

        assertThat(persons(feed().since(before))).contains(Person.of(ANA_LATER));
    }

    /** A watermark that the source does not know is refused, because a feed from another point would miss changes. */
    @Test
    default void refusesAWatermarkItDoesNotKnow() {
        world().hold(List.of(ANA));
        ChangeFeed feed = feed();

        assertThatExceptionOfType(IdentitySourceException.class)
                .isThrownBy(() -> feed.since("no watermark of this source"));
    }
}
