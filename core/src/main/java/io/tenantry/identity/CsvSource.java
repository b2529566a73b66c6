// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * People in a CSV file, with their source groups in a column of it, in a file a group, or both. Nothing is kept between two reads, so that each one sees the
 * files as they are then; a read goes over the users file twice and never holds it in memory.
 *
 * <p>Read are UTF-8 with or without a byte order mark, fields by RFC 4180 delimited by comma, semicolon or tab (whichever the header has most of), and any line
 * end. A row that cannot be taken is handed on as a {@link RejectedRow} and the others go on:
 *
 * <ul>
 *   <li>Two rows with one id or one user name, in any case, are both rejected, since one of them is wrong and nobody can tell which.
 *   <li>A rejected row without a readable id makes the read incomplete, since it may be anybody.
 *   <li>A member that cannot be told makes the read incomplete, since anybody may be in the group. That includes a member that is itself a group: groups inside
 *       groups are not resolved here. A member with an id that no user has is rejected and nothing else; devices and applications are passed over.
 *   <li>A file that has no rows, or that changed while it was read, makes the read incomplete.
 * </ul>
 */
public final class CsvSource implements IdentitySource {
    private static final String EXTENSION = ".csv";

    private final String name;
    private final Path users;
    private final ColumnMapping mapping;
    private final List<MemberFiles.MemberFile> members;

    private CsvSource(Builder builder) {
        name = builder.name;
        users = builder.users;
        mapping = builder.mapping;
        members = List.copyOf(builder.members);
    }

    /** Returns a builder for a users file; the mapping is {@link ColumnMapping#entra()} unless another one is set. */
    public static Builder of(Path users) {
        return new Builder(users);
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
     * Reads one person now, by identity id or by user name in any case. Reads all files once more, since another row may claim the same person.
     *
     * @return empty if no row is theirs, and every row could be read that far
     * @throws IdentitySourceException if a file cannot be read, or the person's row was rejected, or what was read may be wrong or not all
     */
    @Override
    public Optional<Identity> find(String idOrUserName) {
        return open().find(name, idOrUserName);
    }

    private TwoPassRead open() {
        return new TwoPassRead(new CsvRows(users, mapping), new MemberFiles(members, mapping));
    }

    /** Collects what a source reads. Not safe for use by several threads. */
    public static final class Builder {
        private final Path users;
        private String name;
        private ColumnMapping mapping = ColumnMapping.entra();
        private final List<MemberFiles.MemberFile> members = new ArrayList<>();

        private Builder(Path users) {
            this.users = users;
            this.name = FileStamp.name(users);
        }

        /** Sets the name for messages and records. Default: the name of the users file. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** Sets what the columns mean. Default: {@link ColumnMapping#entra()}. */
        public Builder mapping(ColumnMapping value) {
            mapping = value;
            return this;
        }

        /**
         * Adds the file of the members of one source group, as the Entra admin centre offers it under <em>Download members</em>. People are found by the column of
         * the id, or else by that of the user name.
         */
        public Builder members(String sourceGroup, Path file) {
            members.add(new MemberFiles.MemberFile(sourceGroup, file));
            return this;
        }

        /**
         * Adds every {@code .csv} file of a directory, as it is now, as the members of the group that the file is named after.
         *
         * @throws IdentitySourceException if the directory cannot be read
         */
        public Builder membersIn(Path directory) {
            TreeMap<String, Path> files = new TreeMap<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + EXTENSION)) {
                entries.forEach(file -> files.put(FileStamp.name(file), file));
            } catch (IOException e) {
                throw TwoPassRead.unreadable(directory, e);
            }
            files.forEach((file, path) -> members(file.substring(0, file.length() - EXTENSION.length()), path));
            return this;
        }

        /** Returns the source. No file is opened before it is read. */
        public CsvSource build() {
            return new CsvSource(this);
        }
    }
}
