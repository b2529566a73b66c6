// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push about one member of a group of 5,000 writes a few rows. */
class LargeGroupTest {
    private static final int MANY = 5_000;

    private final ScimStore store = Places.sqlite().open();
    private final Pusher entra = new Pusher(store.connection("entra"));
    private String group = "";
    private List<String> people = List.of();

    @BeforeEach
    void pushEverybody() {
        people = entra.connection()
                .write(resources -> IntStream.range(0, MANY)
                        .mapToObj(i -> resources
                                .create(Kind.USER, Json.read(json("{'userName':'p%d@a.example'}", i)))
                                .resource()
                                .id())
                        .toList());
        group = entra.group("Everybody", people.toArray(String[]::new));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Returns how many rows this process wrote into the file. */
    private long written() {
        return store.tables()
                .read(transaction -> transaction
                        .one("select total_changes()", row -> row.getLong(1))
                        .orElseThrow());
    }

    private long writtenBy(Runnable push) {
        long before = written();
        push.run();
        return written() - before;
    }

    @Test
    void writesAHandfulOfRowsForOneMember() {
        String one = people.get(17);
        String before = entra.feed().latest();

        assertThat(writtenBy(() -> entra.leave(group, one))).isLessThanOrEqualTo(6);
        assertThat(writtenBy(() -> entra.join(group, one))).isLessThanOrEqualTo(6);
        assertThat(writtenBy(() -> entra.join(group, one))).isLessThanOrEqualTo(3);
        assertThat(writtenBy(() -> entra.connection()
                        .write(resources ->
                                resources.replaceMembers(group, OptionalLong.empty(), people.subList(0, MANY - 1)))))
                .isLessThanOrEqualTo(6);

        assertThat(entra.changedSince(before)).containsExactlyInAnyOrder(one, people.get(MANY - 1));
    }

    @Test
    void namesAllMembersOfADeletedGroup() {
        String before = entra.feed().latest();

        entra.delete(Kind.GROUP, group);

        assertThat(entra.changedSince(before)).hasSize(MANY);
        assertThat(entra.read().people())
                .hasSize(MANY)
                .allMatch(person -> person.sourceGroups().isEmpty());
    }
}
