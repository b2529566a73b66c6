// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * People in a file of JSON Lines: UTF-8, one object in each line, empty lines ignored.
 *
 * <pre>{@code
 * {"id":"7cc0c81b-f2a2-489a-8243-eda96da4214d","userName":"ana.lopez@acme.example","displayName":"Ana López",
 *  "enabled":true,"groups":["Account-A"],"attributes":{"jobTitle":"Agent","employeeId":"4711"}}
 * }</pre>
 *
 * <p>(two lines here only to fit the page). {@code id} and {@code userName} are required; null counts as missing. What
 * no row of the file has is unknown; an attribute or {@code groups} that only some rows have is empty in the others, and
 * a row without {@code enabled} is rejected where another row has it. An attribute is a text, a number or a boolean. Any
 * other member is an error, so that a misspelt name is not lost. A last line such as <code>{"rows":1200}</code> says how
 * many people the file has; with another number, the read is incomplete. Rejected rows and doubts follow the rules of
 * {@link CsvSource}.
 */
public final class JsonLinesSource implements IdentitySource {
    private final String name;
    private final Supplier<RowSource> rows;
    private final OptionalLong expected;
    private final boolean trailer;

    private JsonLinesSource(String name, Supplier<RowSource> rows, OptionalLong expected, boolean trailer) {
        this.trailer = trailer;
        this.name = name;
        this.rows = rows;
        this.expected = expected;
    }

    private TwoPassRead open() {
        return new TwoPassRead(rows.get(), MemberFiles.none(), expected, trailer);
    }

    /**
     * Returns this source for a file that must have so many people; see {@link CsvSource.Builder#expectRows}.
     */
    public JsonLinesSource expectRows(long count) {
        return new JsonLinesSource(name, rows, OptionalLong.of(count), trailer);
    }

    /**
     * Returns this source for a file whose last line must say how many people it has; see
     * {@link CsvSource.Builder#expectTrailer}.
     */
    public JsonLinesSource expectTrailer() {
        return new JsonLinesSource(name, rows, expected, true);
    }

    /** Returns a source named after its file, which it does not open before the first read. */
    public static JsonLinesSource of(Path file) {
        return of(FileStamp.name(file), file);
    }

    /** Returns a source with a name for messages and records. It does not open the file before the first read. */
    public static JsonLinesSource of(String name, Path file) {
        return new JsonLinesSource(name, () -> new JsonRows(file), OptionalLong.empty(), false);
    }

    /**
     * Returns a source of lines in any other form, whose members the mapping names. It is named after its file, and does
     * not open it before the first read.
     */
    public static JsonLinesSource of(Path file, ColumnMapping mapping) {
        return new JsonLinesSource(
                FileStamp.name(file), () -> new MappedJsonRows(file, mapping), OptionalLong.empty(), false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        return open().read(pages);
    }

    /**
     * Reads one person now, by identity id or by user name in upper or lower case. It reads the whole file again,
     * because another row may claim the same person.
     *
     * @return empty if no row belongs to the person, and id and user name of every row could be read
     * @throws IdentitySourceException if the file cannot be read, the person's row was rejected, or the read may be
     *     wrong or incomplete
     */
    @Override
    public Optional<Identity> find(String idOrUserName) {
        return open().find(name, idOrUserName);
    }
}
