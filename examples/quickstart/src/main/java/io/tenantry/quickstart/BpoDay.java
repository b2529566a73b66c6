// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.identity.CsvSource;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one day and what a reader must find in them. Immutable.
 *
 * @param users the users file
 * @param members the directory of the members files, each named after its source group
 * @param people the number of valid rows in the users file
 * @param broken the origins of the rows that a reader must reject, such as {@code users.csv:17}
 * @param events the changes of this day
 */
public record BpoDay(Path users, Path members, int people, List<String> broken, List<BpoEvent> events) {
    /** Copies the lists. */
    public BpoDay {
        broken = List.copyOf(broken);
        events = List.copyOf(events);
    }

    /** Returns the source over these files. */
    public CsvSource source() {
        return CsvSource.of(users).name("entra").membersIn(members).build();
    }
}
