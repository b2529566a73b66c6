// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.ExportRun.changes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Exports.Format;
import io.tenantry.Exports.Row;
import io.tenantry.plan.Plan;
import io.tenantry.policy.LimitKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cases of what an export may hold, each run in some of the formats and judged on every road: all people, the changed
 * people, one person, and what-if.
 */
abstract class ExportCases {
    static final Set<Format> ALL = EnumSet.allOf(Format.class);
    static final Set<Format> FILES = EnumSet.of(Format.MEMBER_FILES, Format.COLUMN, Format.JSON_LINES);
    static final Set<Format> CSV = EnumSet.of(Format.MEMBER_FILES, Format.COLUMN);
    static final Set<Format> MEMBERS = EnumSet.of(Format.MEMBER_FILES);
    static final Set<Format> WITH_GROUPS = EnumSet.of(Format.COLUMN, Format.JSON_LINES, Format.MEMORY);
    static final Set<Format> JSON = EnumSet.of(Format.JSON_LINES);

    @TempDir
    Path directory;

    private int next;

    /** Damages a settled run, and says what must be so. */
    interface Case {
        void in(ExportRun run) throws IOException;
    }

    Stream<DynamicTest> each(Set<Format> formats, String name, Case test) {
        return formats.stream()
                .map(format -> DynamicTest.dynamicTest(
                        name + ": " + format,
                        () -> test.in(new ExportRun(format, directory.resolve("case" + next++)))));
    }

    static ExportRun members(ExportRun run, String file, String text) throws IOException {
        Files.writeString(run.directory.resolve("members").resolve(file), text);
        return run.again();
    }

    static ExportRun rename(ExportRun run, String from, String to) throws IOException {
        Path members = run.directory.resolve("members");
        Files.move(members.resolve(from), members.resolve(to));
        return run.again();
    }

    static ExportRun file(ExportRun run, UnaryOperator<String> edit) throws IOException {
        Files.writeString(run.file(), edit.apply(Files.readString(run.file())));
        return run.again();
    }

    /** Nobody gains or loses, and the plan does not end with "nothing to do". */
    static Plan doubted(ExportRun run) {
        Plan plan = run.everybody();
        assertThat(changes(plan)).isEmpty();
        assertThat(plan.attention()).isNotEmpty();
        return plan;
    }

    /** A settled run of sixty people, of whom no more than usual may change their names. */
    static ExportRun sixty(ExportRun run) throws IOException {
        run.exports.rows.clear();
        for (int i = 0; i < 60; i++) {
            run.exports.rows.add(new Row("p" + i, "Account-a"));
        }
        run.write().settled();
        run.world.names = LimitKind.NAMES.defaultLimit();
        run.world.tenants = List.of(run.world.tenant("a", "Tenant_A"), run.world.tenant("b", "Tenant_B"));
        return run;
    }
}
