// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
    /** The states that were seen, or that the server's manual lists; the last ones are unknown. */
    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE, true",
        "08001, UNAVAILABLE, true",
        "57P01, UNAVAILABLE, true",
        "57P03, UNAVAILABLE, true",
        "25P03, UNAVAILABLE, true",
        "40001, UNAVAILABLE, true",
        "40P01, UNAVAILABLE, true",
        "55P03, UNAVAILABLE, false",
        "57014, UNAVAILABLE, false",
        "25006, UNAVAILABLE, false",
        "28P01, UNAVAILABLE, false",
        "3D000, UNAVAILABLE, false",
        "53300, UNAVAILABLE, false",
        "53100, FULL, false",
        "XX001, DAMAGED, false",
        "XX000, UNAVAILABLE, false",
        "25001, REFUSED, false",
        "42501, REFUSED, false",
        "3F000, REFUSED, false",
        "42P01, DAMAGED, false",
        "42P07, DAMAGED, false",
        "42703, DAMAGED, false",
        "42601, REFUSED, false",
        "23505, REFUSED, false",
        "22021, REFUSED, false",
        "54000, REFUSED, false",
        "25P02, REFUSED, false",
        "99999, UNAVAILABLE, false",
        "'', UNAVAILABLE, false",
        ", UNAVAILABLE, false"
    })
    void ofAStateOfPostgreSql(String state, Kind kind, boolean again) {
        Meaning meaning = PostgreSql.UNREACHED.meaning(new SQLException("no", state));

        assertThat(meaning).returns(kind, Meaning::kind).returns(again, Meaning::again);
    }

    @ParameterizedTest
    @CsvSource({
        "0, UNAVAILABLE, true",
        "1, REFUSED, false",
        "5, IN_USE, false",
        "261, IN_USE, false",
        "6, IN_USE, false",
        "8, UNAVAILABLE, false",
        "9, UNAVAILABLE, false",
        "10, UNAVAILABLE, false",
        "11, DAMAGED, false",
        "13, FULL, false",
        "14, UNAVAILABLE, false",
        "19, REFUSED, false",
        "26, DAMAGED, false"
    })
    void ofACodeOfSqlite(int code, Kind kind, boolean again, @TempDir Path folder) {
        Meaning meaning = new Sqlite(folder.resolve("a.db")).meaning(new SQLException("no", null, code));

        assertThat(meaning).returns(kind, Meaning::kind).returns(again, Meaning::again);
    }

    @Test
    void onlyAStatedRefusalOfACommitProvesThatNothingWasKept() {
        assertThat(PostgreSql.UNREACHED)
                .returns(true, d -> d.keptNothing(new SQLException("collides", "40001")))
                .returns(true, d -> d.keptNothing(new SQLException("not unique", "23505")))
                .returns(false, d -> d.keptNothing(new SQLException("ended", "57P01")))
                .returns(false, d -> d.keptNothing(new SQLException("lost", "08006")))
                .returns(false, d -> d.keptNothing(new SQLException("in the host's transaction", "25001")));
    }
}
